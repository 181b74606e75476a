// The large cards: a step of a procedure, an overview of all steps, a calculation in euros.
//
// The text of a reply holds what is told this time; the payload says what each of its lines is.
// A line that the payload does not explain is shown as it is, so that nothing gets lost.

import {
  capital,
  card,
  element,
  euros,
  list,
  mailLink,
  nameOf,
  paragraphs,
  phoneLink,
  rows,
  sourceLine,
  sourcesLine,
  unseen,
  unsure,
} from "./wegwijzer-nodes.js";

const AT_THE_TOWN = "Bij de gemeente";
const ASK = "Vraag het na bij";
const TOGETHER = "Samen telt mee";
const ENDS = [TOGETHER, "Nog te doen", "Meer dan nodig"];
const ROWS = ["Grondslag", "Geldt voor", "Periode", "Regels", "Bron van de waarden"];

// -- steps

function progress(value, max, text) {
  const done = element("progress", { value, max, "aria-label": text });
  return element("p", { className: "progress" }, element("span", {}, text), done);
}

function checklist(items) {
  const item = ({ text, done }) =>
    element("li", { className: done ? "ticked" : "" }, unseen(done ? "Gedaan: " : "Nog te doen: "), text);
  const done = items.filter((one) => one.done).length;
  return [
    element("h4", {}, `Afvinklijst: ${done} van ${items.length} gedaan`),
    element("ol", { className: "checklist" }, ...items.map(item)),
  ];
}

function whoToAsk(reply) {
  const people = reply.contacts.map(({ text }) => element("p", {}, capital(text)));
  return element("div", {}, ...people, ...paragraphs(reply.who_note ?? ""));
}

function readStep(reply) {
  const labels = [...reply.fields.map(({ label }) => label), AT_THE_TOWN];
  const told = [];
  const other = [];
  for (const line of reply.text.split("\n")) {
    const label = labels.find((one) => line.startsWith(`${one}: `));
    if (label === AT_THE_TOWN) told.push([label, whoToAsk(reply)]);
    else if (label) told.push([label, line.slice(label.length + 2)]);
    else if (!isShownElsewhere(line, reply)) other.push(line);
  }
  return { told, other };
}

function isShownElsewhere(line, { step: { title }, question }) {
  const isTitle = line === title || /^(Stap \S+ van \S+|Afvinklijst bij): /.test(line);
  return isTitle || line === question || /^(• |Bron: |Afvinklijst: |\d+\. [☑☐] )/.test(line);
}

export function step(reply) {
  const { step: { title }, question } = reply;
  const { told, other } = readStep(reply);
  const { label, last_label, place, total } = reply.progress;
  const isCounted = reply.type === "step" && reply.text.startsWith("Stap ") && !question;
  const asked = question?.startsWith(title) ? question.slice(title.length).trim() : (question ?? "");
  const hasTicks = reply.checklist.length && /^(Afvinklijst: |\d+\. [☑☐] )/m.test(reply.text);
  const shown = card(
    title,
    ...paragraphs(asked),
    rows(told),
    ...(hasTicks ? checklist(reply.checklist) : []),
    ...paragraphs(other.join("\n")),
    question ? "" : sourcesLine(reply.sources, reply.verification),
  );
  if (isCounted) shown.prepend(progress(place, total, `Stap ${label} van ${last_label}`));
  return [shown];
}

function line(one) {
  const words = [one.done && "gedaan", one.is_here && "hier bent u"].filter(Boolean).join(", ");
  const item = element(
    "li",
    { className: one.is_here ? "here" : one.done ? "done" : "" },
    element("span", { className: "number" }, one.number),
    element("span", {}, one.title),
    element("span", { className: "state" }, words || "nog te doen"),
  );
  if (one.is_here) item.setAttribute("aria-current", "step");
  return item;
}

export function overview(reply) {
  const { steps, procedure } = reply;
  const done = steps.filter((one) => one.done).length;
  const told = `${done} van ${steps.length} stappen gedaan`;
  // Some browsers take a list without markers for no list; its role says that it is one.
  const list = element("ol", { className: "all-steps", role: "list" }, ...steps.map(line));
  return [card(procedure.title, progress(done, steps.length, told), list)];
}

// -- euros

function readSum({ text, lines }) {
  const labels = [...lines.map(({ label }) => label), ...ENDS, ...ROWS, ASK, "Bron"];
  const [title, ...rest] = text.split("\n");
  const told = { title: title.replace(/:$/, ""), said: new Map(), bullets: [], assumed: "", other: [] };
  for (const line of rest) {
    const label = labels.find((one) => line.startsWith(`${one}: `));
    if (label) told.said.set(label, line.slice(label.length + 2));
    else if (line.startsWith("• ")) told.bullets.push(line.slice(2));
    else if (line.startsWith("Aangenomen: ")) told.assumed = line;
    else told.other.push(line);
  }
  return told;
}

function row(label, ...amount) {
  return element("tr", {}, element("th", { scope: "row" }, ...[label].flat()), element("td", {}, ...amount));
}

function workedRow(line, lang) {
  const amount = euros(line.euros ?? 0, lang);
  if (line.formula === amount.replace(/\s/g, " ")) return row(line.label, amount);
  const formula = element("span", { className: "formula" }, line.formula);
  return row([line.label, unseen(": "), formula], amount);
}

function limitRow(line, lang) {
  return line.euros === null
    ? row(line.label, capital(line.formula))
    : row(line.label, `${capital(line.formula)} `, euros(line.euros, lang));
}

function totals(reply, said, lang) {
  const ends = ENDS.filter((label) => said.has(label)).map((label) => row(label, said.get(label)));
  if (!ends.length) return "";
  const sums = [
    ["Verplichting", reply.obligation],
    ["Telt mee", said.has(TOGETHER) ? null : reply.fulfilment],
  ].filter(([, amount]) => amount !== null);
  return element("tfoot", {}, ...sums.map(([label, amount]) => row(label, euros(amount, lang))), ...ends);
}

function table(reply, said, lang) {
  const lines = reply.lines.filter(({ label }) => said.has(label));
  if (!lines.length) return "";
  const isCase = reply.skill === "sroi_berekenen";
  const heads = ["Onderdeel", "Bedrag"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    {},
    element("caption", { className: "unseen" }, isCase ? "De berekening" : "De bedragen"),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...lines.map((line) => (isCase ? workedRow : limitRow)(line, lang))),
    totals(reply, said, lang),
  );
}

function whomToAsk({ contact }, words) {
  if (!contact) return capital(words);
  const reach = [contact.phone && phoneLink(contact.phone), contact.email && mailLink(contact.email)];
  const sure = /nog te bevestigen/.test(words) && unsure();
  return [capital(nameOf(contact)), ...reach, sure].filter(Boolean).map((one) => element("p", {}, one));
}

function assumptions(reply, assumed) {
  if (!assumed) return [];
  const told = reply.assumptions.filter((one) => assumed.includes(one));
  const left = assumed.match(/en nog \d+ \([^)]*\)/) ?? [];
  return [element("h4", {}, "Aangenomen"), list([...told, ...left].map(capital))];
}

export function sum(reply, { lang }) {
  const { title, said, bullets, assumed, other } = readSum(reply);
  const shown = card(
    title,
    table(reply, said, lang),
    list(bullets.map(capital)),
    ...assumptions(reply, assumed),
    rows([...ROWS.map((label) => [label, said.get(label)]), [ASK, said.has(ASK) && whomToAsk(reply, said.get(ASK))]]),
    ...paragraphs(other.join("\n")),
    said.has("Bron") ? sourceLine(reply, lang) : "",
  );
  if (reply.is_fictitious) shown.prepend(element("p", { className: "badge" }, "Verzonnen regels, als voorbeeld"));
  return [shown];
}
