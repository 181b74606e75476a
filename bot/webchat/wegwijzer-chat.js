// The chat page: posts messages to the same origin and shows the conversation.

import { body, element, hint } from "./wegwijzer-replies.js";

const log = document.getElementById("log");
const form = document.getElementById("form");
const field = document.getElementById("text");
const send = form.querySelector("button");
const status = document.getElementById("status");
const error = document.getElementById("error");

function option(title, message, explained = "") {
  const button = element("button", { type: "button", className: "option", onclick: () => ask(message, title) }, title);
  if (explained) {
    button.classList.add("explained");
    button.append(element("small", {}, explained));
  }
  return button;
}

function showReply(reply) {
  const options = [
    ...reply.buttons.map(({ title, payload }) => option(title, { payload }, hint(reply, title))),
    ...(reply.examples ?? []).map((text) => option(text, { text })),
  ];
  const message = element("div", { className: `message bot ${reply.type}` }, ...body(reply));
  if (options.length) message.append(element("div", { className: "options" }, ...options));
  show(message);
}

function show(message) {
  log.append(message);
}

async function ask(message, shown) {
  error.textContent = "";
  const question = element("div", { className: "message user" }, element("p", {}, shown));
  show(question);
  status.textContent = "De wegwijzer zoekt …";
  send.disabled = true;
  try {
    const response = await fetch("messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    answer.replies.forEach(showReply);
    question.scrollIntoView({ block: "start" }); // a long answer is read from its beginning
    return true;
  } catch (problem) {
    error.textContent =
      problem instanceof TypeError ? "Er is geen verbinding. Probeer het opnieuw." : problem.message;
    return false;
  } finally {
    status.textContent = "";
    send.disabled = false;
    field.focus({ preventScroll: true });
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text || send.disabled) return;
  field.value = "";
  if (!(await ask({ text }, text))) field.value = text;
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});

field.focus();
