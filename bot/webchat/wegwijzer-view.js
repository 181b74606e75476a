// What is on the screen: launcher, panel, form, and the log with what was said.

import { element, unseen } from "./wegwijzer-nodes.js";
import { body, choices } from "./wegwijzer-replies.js";

const MOST = 1000; // characters of a message
const FEW = 150;
const STYLES = ["wegwijzer-tokens.css", "wegwijzer-chat.css"];
const ASK = "Klopt dit?";
const TYPING_AFTER = 300; // milliseconds; quicker answers need no notice

function button(className, onclick, ...children) {
  return element("button", { type: "button", className, onclick }, ...children);
}

function group(className, label, ...children) {
  return element("div", { className, role: "group", "aria-label": label }, ...children);
}

// Nothing is shown before its style is there, or cannot come.
export function styles() {
  const sheets = STYLES.map((name) => element("link", { rel: "stylesheet", href: new URL(name, import.meta.url) }));
  const settled = sheets.map((sheet) => new Promise((done) => (sheet.onload = sheet.onerror = done)));
  return { sheets, ready: Promise.all(settled) };
}

function header(page) {
  const heading = element("h2", { id: "title", tabIndex: -1 });
  const restart = button("quiet", () => page.confirm(true), "Begin opnieuw");
  const close = button("quiet", () => page.close(), "Sluiten");
  restart.hidden = true;
  close.hidden = page.isInline;
  return { head: element("div", { className: "head" }, heading, restart, close), heading, restart };
}

function confirmation(page) {
  const question = "Wilt u dit gesprek wissen?";
  const yes = button("primary", () => page.restart(), "Ja, wis het");
  const no = button("option", () => page.confirm(false), "Nee");
  const confirm = group("confirm", question, element("p", {}, question), yes, no);
  confirm.hidden = true;
  return { confirm, yes };
}

function composer() {
  const about = { id: "text", rows: 1, maxLength: MOST, autocomplete: "off", "aria-describedby": "counter" };
  const field = element("textarea", about);
  const counter = element("p", { id: "counter", className: "counter" });
  const send = element("button", { className: "primary" }, "Versturen");
  const row = element("div", { className: "row" }, field, send);
  const form = element("form", {}, element("label", { htmlFor: "text" }, "Uw vraag"), row, counter);
  return { form, field, counter };
}

// How much room is left, once that begins to matter.
export function countDown({ field, counter }) {
  const left = MOST - field.value.length;
  counter.textContent = left <= FEW ? `Tekens over: ${left}` : "";
}

// The log itself is not announced: the announcer tells each reply once, whole.
export function frame(page) {
  const launcher = button("primary launcher", () => page.open(), "Stel uw vraag");
  launcher.setAttribute("aria-haspopup", "dialog");
  const about = { className: "log", role: "log", "aria-live": "off", "aria-label": "Gesprek", tabIndex: 0 };
  const log = element("div", about);
  const announcer = element("div", { className: "unseen", "aria-live": "polite" });
  const status = element("p", { className: "status", role: "status" });
  const parts = { launcher, log, announcer, status, ...header(page), ...confirmation(page), ...composer() };
  const panel = element(page.isInline ? "section" : "dialog", { className: "panel", "aria-labelledby": "title" });
  panel.append(parts.head, parts.confirm, log, status, announcer, parts.form);
  // An empty title keeps that of the element from showing up as a tooltip.
  const shell = element("div", { title: "", hidden: true }, ...(page.isInline ? [panel] : [launcher, panel]));
  shell.classList.toggle("inline", page.isInline);
  return { ...parts, panel, shell };
}

export class Log {
  #typing = 0;

  constructor({ log, announcer, status }, page) {
    Object.assign(this, { node: log, announcer, status, page });
  }

  get isEmpty() {
    return !this.node.querySelector(".user");
  }

  clear() {
    this.node.replaceChildren();
  }

  add(className, nodes, { options = [], feedback = [] } = {}) {
    const message = element("div", { className: `message bot ${className}` }, unseen("Wegwijzer: "), ...nodes);
    const buttons = (choices) => choices.map((one) => this.#option(one));
    if (options.length) message.append(group("options", "Keuzes", ...buttons(options)));
    if (feedback.length) message.append(group("feedback", ASK, element("span", {}, ASK), ...buttons(feedback)));
    this.node.append(message);
  }

  #option(choice) {
    const className = choice.isMain ? "option primary" : "option";
    const node = button(className, () => this.page.ask(choice, node), element("span", {}, choice.title));
    if (choice.hint) node.append(element("small", {}, choice.hint));
    if (choice.isLasting) node.dataset.lasting = "";
    return node;
  }

  answer(replies, context) {
    this.#drop(".trouble");
    replies.forEach((reply) => this.add(reply.type, body(reply, context), choices(reply)));
  }

  note(text) {
    this.add("note", [element("p", {}, text)]);
    this.announce(text);
  }

  // What the user said. It is an answer to the choices above, which it closes.
  say(title, pressed) {
    this.#drop(".note");
    const options = [...this.node.querySelectorAll("button.option")];
    const named = options.findLast((one) => one.firstChild.textContent === title);
    this.#markChosen(pressed ?? named);
    options.filter((one) => !("lasting" in one.dataset)).forEach((one) => (one.disabled = true));
    const message = element("div", { className: "message user" }, unseen("U: "), element("p", {}, title));
    this.node.append(message);
    return message;
  }

  #markChosen(button) {
    if (!button || button.classList.contains("chosen")) return;
    button.classList.add("chosen");
    button.append(unseen(" (gekozen)"));
  }

  fail(node, message) {
    const retry = button("retry", () => this.page.retry(message, node), "Opnieuw versturen");
    node.classList.add("failed");
    node.append(element("p", { className: "error" }, `Niet verstuurd. ${message.reason}`));
    if (message.canRetry) node.append(retry);
  }

  // A message that is sent again is the newest.
  takeUp(node) {
    node.classList.remove("failed");
    this.#drop(".error, .retry", node);
    this.node.append(node);
  }

  #drop(selector, from = this.node) {
    from.querySelectorAll(selector).forEach((one) => one.remove());
  }

  // A long answer is read from its question on. The page itself moves only when the log cannot.
  readFrom(node) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = isCalm ? "instant" : "smooth";
    if (getComputedStyle(this.node).overflowY === "auto") this.#scroll(node, behavior);
    else node.scrollIntoView({ behavior });
  }

  // Where somebody was, after a page load: no movement, and only in the log itself.
  showLast() {
    const said = this.node.querySelectorAll(".user");
    if (said.length) this.#scroll(said[said.length - 1], "instant");
  }

  #scroll(node, behavior) {
    this.node.scrollTo({ top: node.offsetTop - 12, behavior });
  }

  announce(text) {
    this.announcer.replaceChildren(element("p", {}, text));
  }

  announceReplies(replies) {
    const told = replies.map((reply) => {
      const titles = choices(reply).options.map(({ title }) => title);
      return titles.length ? `${reply.text}\nKeuzes: ${titles.join(", ")}.` : reply.text;
    });
    this.announce(told.join("\n"));
  }

  type(isTyping) {
    const say = () => this.status.append(element("span", {}, "De wegwijzer typt …"));
    clearTimeout(this.#typing);
    this.status.replaceChildren();
    if (isTyping) this.#typing = setTimeout(say, TYPING_AFTER);
  }
}
