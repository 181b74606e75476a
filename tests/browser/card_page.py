"""A page that shows cards as Teams does: Microsoft's renderer, with colours like those of Teams."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MODULES = Path(__file__).resolve().parent.parent / "node_modules"
SCRIPTS = ("adaptivecards/dist/adaptivecards.js", "markdown-it/dist/markdown-it.js")
PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Kaarten</title>
<style>
body { margin: 0; padding: 12px; background: %(ground)s; color: %(text)s; }
.chat { max-width: %(width)dpx; }
.message { background: %(card)s; border: 1px solid %(line)s; border-radius: 4px; margin: 0 0 12px; }
.plain { padding: 8px 12px; font: 14px/20px "Segoe UI", "Noto Sans", sans-serif;
  white-space: pre-line; }
.ac-pushButton { font: 600 14px/20px "Segoe UI", "Noto Sans", sans-serif; padding: 5px 12px;
  border: 1px solid %(line)s; border-radius: 4px; background: %(card)s; color: %(text)s;
  margin-bottom: 4px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  max-width: 100%%; }
.ac-actionSet { flex-wrap: wrap; }
.ac-anchor, a { color: %(accent)s; text-decoration: none; }
.ac-selectable { cursor: pointer; border-radius: 4px; }
</style>
<div class="chat" id="chat"></div>
%(scripts)s
<script>
const host = new AdaptiveCards.HostConfig(%(host)s);
const markdown = window.markdownit();
const shown = [];
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};
function show(activity) {
  const message = document.createElement("div");
  message.className = "message";
  const given = activity.attachments?.[0];
  const events = [];
  if (given) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = host;
    card.onExecuteAction = (action) => shown.push(action.toJSON());
    const context = new AdaptiveCards.SerializationContext();
    card.parse(given.content, context);
    for (let at = 0; at < context.eventCount; at++) events.push(context.getEventAt(at).message);
    events.push(...card.validateProperties().validationEvents.map((one) => one.message));
    message.append(card.render());
  } else {
    message.classList.add("plain");
    message.innerText = activity.text;
  }
  document.getElementById("chat").append(message);
  return { events, text: message.innerText };
}
</script></html>"""
LIGHT = {
    "ground": "#f5f5f5", "card": "#ffffff", "text": "#242424", "subtle": "#616161",
    "line": "#d1d1d1", "raised": "#f0f0f0", "accent": "#4f52b2", "good": "#237b4b",
    "warning": "#835c00", "attention": "#c4314b",
}  # fmt: skip
DARK = {
    "ground": "#1f1f1f", "card": "#292929", "text": "#ffffff", "subtle": "#adadad",
    "line": "#525252", "raised": "#3d3d3d", "accent": "#9299f7", "good": "#92c353",
    "warning": "#f8d22a", "attention": "#f9526b",
}  # fmt: skip
MOST_ACTIONS = 6


def page(theme: dict[str, str] = LIGHT, width: int = 430) -> str:
    """The whole page; its `show(activity)` adds a message."""
    scripts = "".join(f'<script src="{(MODULES / name).as_uri()}"></script>' for name in SCRIPTS)
    host = json.dumps(_host(theme))
    return PAGE % {**theme, "width": width, "scripts": scripts, "host": host}


def _host(theme: dict[str, str]) -> dict[str, Any]:
    names = ("default", "accent", "good", "warning", "attention")
    colours = {
        name: {"default": theme[one], "subtle": theme["subtle"] if one == "text" else theme[one]}
        for name, one in zip(names, ("text", *names[1:]), strict=True)
    }
    return {
        "fontFamily": '"Segoe UI", "Noto Sans", sans-serif',
        "supportsInteractivity": True,
        "fontSizes": {"small": 12, "default": 14, "medium": 14, "large": 18, "extraLarge": 24},
        "fontWeights": {"lighter": 300, "default": 400, "bolder": 600},
        "lineHeights": {"small": 16, "default": 20, "medium": 20, "large": 24, "extraLarge": 32},
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "padding": 16},
        "separator": {"lineThickness": 1, "lineColor": theme["line"]},
        "containerStyles": {
            "default": {"backgroundColor": theme["card"], "foregroundColors": colours},
            "emphasis": {"backgroundColor": theme["raised"], "foregroundColors": colours},
        },
        "actions": {
            "maxActions": MOST_ACTIONS, "actionsOrientation": "horizontal", "buttonSpacing": 8,
            "actionAlignment": "left", "spacing": "default",
        },
        "factSet": {
            "title": {"weight": "bolder", "size": "default", "wrap": True, "maxWidth": 110},
            "value": {"weight": "default", "size": "default", "wrap": True},
            "spacing": 12,
        },
        "textBlock": {"headingLevel": 2},
    }  # fmt: skip
