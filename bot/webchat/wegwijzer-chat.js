// The chat page: posts messages to the same origin and shows replies as DOM nodes.
// Nothing that comes from the server is ever put in the page as HTML.

const log = document.getElementById("log");
const form = document.getElementById("form");
const field = document.getElementById("text");
const send = form.querySelector("button");
const status = document.getElementById("status");
const error = document.getElementById("error");

const LINKS = { phone: "tel:", email: "mailto:", website: "" };
const CONTACT_ROWS = [
  ["phone", "Telefoon"],
  ["email", "E-mail"],
  ["website", "Website"],
  ["address", "Adres"],
  ["opening_hours", "Bereikbaar"],
];

function element(name, options = {}, ...children) {
  const node = Object.assign(document.createElement(name), options);
  node.append(...children);
  return node;
}

function dutchDate(iso) {
  return new Intl.DateTimeFormat("nl-NL", { dateStyle: "long" }).format(new Date(iso));
}

function reachValue(field, value) {
  if (!(field in LINKS)) return value;
  const target = field === "phone" ? value.replace(/[^\d+]/g, "") : value;
  const href = LINKS[field] + target;
  return /^(tel:|mailto:|https?:\/\/)/.test(href) ? element("a", { href }, value) : value;
}

function contactRows(contact) {
  return CONTACT_ROWS.filter(([field]) => contact[field]).map(([field, label]) => [
    label,
    reachValue(field, contact[field]),
  ]);
}

function evidence(contact) {
  const parts = [];
  if (contact.source) parts.push(contact.source.title);
  if (contact.checked_on) parts.push(`gecontroleerd op ${dutchDate(contact.checked_on)}`);
  if (contact.verification !== "verified") parts.push("nog te bevestigen door de gemeente");
  return parts.join(", ");
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function contactCard(reply, { withTopic = true } = {}) {
  const { contact } = reply;
  const rows = contactRows(contact);
  if (withTopic && reply.topic) rows.unshift(["Onderwerp", reply.topic.name]);
  const mandate = [contact.mandate, contact.limits].filter(Boolean).join(" ");
  if (contact.advice) rows.unshift(["Let op", contact.advice]);
  if (mandate) rows.push(["Bevoegdheid", mandate]);
  if (reply.because?.length) {
    rows.push(["Waarom", `in uw vraag staat ${reply.because.map((word) => `‘${word}’`).join(" en ")}`]);
  }
  if (reply.prepare) rows.push(["Bereid voor", reply.prepare]);
  rows.push(["Bron", evidence(contact)]);
  const title = contact.function ? `${contact.function}, ${contact.unit}` : contact.unit;
  return element(
    "section",
    { className: "card" },
    element("h2", {}, capital(title)),
    element("dl", {}, ...rows.flatMap(([label, value]) => [element("dt", {}, label), element("dd", {}, value)])),
  );
}

function plan(reply) {
  const steps = reply.steps.map((step) =>
    element(
      "li",
      {},
      element("strong", {}, step.topic.name),
      step.contact ? contactCard(step, { withTopic: false }) : element("p", {}, "Hiervoor ken ik geen contact. Bel het algemene nummer."),
    ),
  );
  return element("ol", { className: "plan" }, ...steps);
}

function body(reply) {
  const [first, ...rest] = reply.text.split("\n");
  const isCard = reply.type === "contact" && reply.contact;
  if (isCard) return [element("p", {}, first), contactCard(reply)];
  if (reply.type === "contact_plan") return [element("p", {}, first), plan(reply)];
  return [first, ...rest].filter(Boolean).map((line) => element("p", {}, line));
}

function showReply(reply) {
  const buttons = reply.buttons.map(({ title, payload }) =>
    element("button", { type: "button", className: "option", onclick: () => ask({ payload }, title) }, title),
  );
  const examples = (reply.examples ?? []).map((text) =>
    element("button", { type: "button", className: "option", onclick: () => ask({ text }, text) }, text),
  );
  const options = [...buttons, ...examples];
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
    field.focus();
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
