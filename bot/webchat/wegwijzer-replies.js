// Shows replies (docs/replies.md) as DOM nodes.
// Nothing that comes from the server is ever put in the page as HTML.

const LINKS = { phone: "tel:", email: "mailto:", website: "" };
const CONTACT_ROWS = [
  ["phone", "Telefoon"],
  ["email", "E-mail"],
  ["website", "Website"],
  ["address", "Adres"],
  ["opening_hours", "Bereikbaar"],
];
const UNSURE = "nog te bevestigen door de gemeente";
const OURS = "eigen uitwerking van de redactie";
const AT_THE_TOWN = "Bij de gemeente";

export function element(name, options = {}, ...children) {
  const node = Object.assign(document.createElement(name), options);
  node.append(...children);
  return node;
}

function paragraphs(text) {
  return text.split("\n").filter((line) => line.trim()).map((line) => element("p", {}, line));
}

function rows(pairs) {
  const told = pairs.filter(([, value]) => value);
  return element("dl", {}, ...told.flatMap(([label, value]) => [element("dt", {}, label), element("dd", {}, value)]));
}

function card(title, ...children) {
  return element("section", { className: "card" }, element("h2", {}, capital(title)), ...children);
}

function link(href, text) {
  return /^(tel:|mailto:|https?:\/\/)/.test(href) ? element("a", { href }, text) : text;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function dutchDate(iso) {
  return new Intl.DateTimeFormat("nl-NL", { dateStyle: "long" }).format(new Date(iso));
}

// -- contacts

function reachValue(field, value) {
  if (!(field in LINKS)) return value;
  return link(LINKS[field] + (field === "phone" ? value.replace(/[^\d+]/g, "") : value), value);
}

function evidence(fact) {
  const parts = [];
  if (fact.source) parts.push(fact.source.title);
  if (fact.checked_on) parts.push(`gecontroleerd op ${dutchDate(fact.checked_on)}`);
  if (fact.verification !== "verified") parts.push(UNSURE);
  return parts.join(", ");
}

function contactCard(reply, { withTopic = true } = {}) {
  const { contact } = reply;
  const title = contact.function ? `${contact.function}, ${contact.unit}` : contact.unit;
  const because = (reply.because ?? []).map((word) => `‘${word}’`).join(" en ");
  return card(
    title,
    rows([
      ["Let op", contact.advice],
      ["Onderwerp", withTopic && reply.topic?.name],
      ...CONTACT_ROWS.map(([field, label]) => [label, contact[field] && reachValue(field, contact[field])]),
      ["Bevoegdheid", [contact.mandate, contact.limits].filter(Boolean).join(" ")],
      ["Waarom", because && `in uw vraag staat ${because}`],
      ["Bereid voor", reply.prepare],
      ["Bron", evidence(contact)],
    ]),
  );
}

function contact(reply) {
  return reply.contact ? [element("p", {}, reply.text.split("\n")[0]), contactCard(reply)] : paragraphs(reply.text);
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
  return [element("p", {}, reply.text.split("\n")[0]), element("ol", { className: "plan" }, ...steps)];
}

// -- procedures

function bar(value, max, text) {
  const label = element("span", {}, text);
  const done = element("progress", { value, max });
  done.setAttribute("aria-label", text);
  return element("p", { className: "progress" }, label, done);
}

function checklist(items) {
  const state = ({ done }) => element("span", { className: "unseen" }, done ? "Gedaan: " : "Nog te doen: ");
  return element(
    "ol",
    { className: "checklist" },
    ...items.map((item) => element("li", { className: item.done ? "ticked" : "" }, state(item), item.text)),
  );
}

function whoToAsk(reply) {
  const people = reply.contacts.map(({ text }) => element("p", {}, capital(text)));
  return element("div", {}, ...people, ...paragraphs(reply.who_note ?? ""));
}

function sources(list, verification) {
  if (!list.length && verification === "editorial") return element("p", { className: "source" }, `Bron: ${OURS}`);
  const named = list.flatMap(({ title, address }, place) => [place ? "; " : "", link(address ?? "", title)]);
  const sure = verification === "unverified" ? [`${named.length ? ", " : ""}${UNSURE}`] : [];
  if (![...named, ...sure].length) return "";
  return element("p", { className: "source" }, "Bron: ", ...named, ...sure);
}

// The text of a step holds what fits on a phone now; the payload says what each of its lines is.
// A line that the payload does not explain is shown as it is, so that nothing gets lost.
function step(reply) {
  const { title } = reply.step;
  const question = reply.question ?? "";
  const labels = [...reply.fields.map(({ label }) => label), AT_THE_TOWN];
  const told = [];
  const other = [];
  let opened = false;
  for (const line of reply.text.split("\n")) {
    const label = labels.find((one) => line.startsWith(`${one}: `));
    if (label === AT_THE_TOWN) told.push([label, whoToAsk(reply)]);
    else if (label) told.push([label, line.slice(label.length + 2)]);
    else if (/^\d+\. [☑☐] /.test(line)) opened = true;
    else if (!isShownElsewhere(line, title, question)) other.push(element("p", {}, line));
  }
  const { label, last_label, place, total } = reply.progress;
  const isCounted = reply.type === "step" && reply.text.startsWith("Stap ") && !question;
  const before = isCounted ? bar(place, total, `Stap ${label} van ${last_label}`) : "";
  const asked = question.startsWith(title) ? question.slice(title.length).trim() : question;
  const ticks = reply.checklist.length && (opened || /^Afvinklijst: /m.test(reply.text));
  const shown = card(
    title,
    ...paragraphs(asked),
    told.length ? rows(told) : "",
    ...(ticks ? [element("h3", {}, tickedOf(reply.checklist)), checklist(reply.checklist)] : []),
    ...other,
    question ? "" : sources(reply.sources, reply.verification),
  );
  shown.prepend(before);
  return [shown];
}

function isShownElsewhere(line, title, question) {
  const isTitle = line === title || /^(Stap \S+ van \S+|Afvinklijst bij): /.test(line);
  return isTitle || line === question || /^(• |Bron: |Afvinklijst: )/.test(line);
}

function tickedOf(items) {
  return `Afvinklijst: ${items.filter(({ done }) => done).length} van ${items.length} gedaan`;
}

function overview(reply) {
  const done = reply.steps.filter((one) => one.done).length;
  const items = reply.steps.map((one) => {
    const kind = one.is_here ? "here" : one.done ? "done" : "";
    const words = [one.done && "gedaan", one.is_here && "hier bent u"].filter(Boolean).join(", ");
    const item = element(
      "li",
      { className: kind },
      element("span", { className: "number" }, one.number),
      element("span", {}, one.title),
      element("span", { className: "state" }, words || "nog te doen"),
    );
    if (one.is_here) item.setAttribute("aria-current", "step");
    return item;
  });
  const list = element("ol", { className: "all-steps" }, ...items);
  list.setAttribute("role", "list"); // some browsers take a list without markers for no list
  return [card(reply.procedure.title, bar(done, items.length, `${done} van ${items.length} stappen gedaan`), list)];
}

// -- pages

function otherLines(reply, known) {
  return reply.text.split("\n").filter((line) => !known.includes(line) && !line.startsWith("Bron: "));
}

function sourceOf(reply) {
  const about = evidence({ ...reply, source: null }) || (reply.source ? "" : UNSURE);
  const named = reply.source ? [link(reply.source.address ?? "", reply.source.title), about && ", "] : [];
  return element("p", { className: "source" }, "Bron: ", ...named, about);
}

function article(reply) {
  const rest = otherLines(reply, [reply.page.title, ...reply.body.split("\n")]);
  return [card(reply.page.title, ...paragraphs(reply.body), ...paragraphs(rest.join("\n")), sourceOf(reply))];
}

function example(reply) {
  const told = rows([
    ["Wat werkte", reply.worked],
    ["Plaats", reply.place],
    ["Partijen", reply.parties.join(", ")],
  ]);
  return [card(reply.page.title, ...paragraphs(reply.body), told, sourceOf(reply))];
}

function takeaway(reply) {
  const page = element("a", { className: "open", href: reply.print_path, target: "_blank", rel: "noopener" });
  page.append("Open uw stappen", element("span", { className: "unseen" }, " (nieuw tabblad)"));
  const how = "Daar kunt u de stappen afdrukken of bewaren als pdf.";
  return [...paragraphs(reply.text), element("p", {}, page), element("p", { className: "source" }, how)];
}

function notice(reply) {
  if (!reply.code) return paragraphs(reply.text);
  const [before, ...after] = reply.text.split(reply.code);
  const code = element("p", { className: "code" }, reply.code);
  return [...paragraphs(before), code, ...paragraphs(after.join(reply.code))];
}

const BODIES = { contact, contact_plan: plan, step, role: step, overview, article, example, takeaway, notice };

// What a reply looks like; a type that is not known here shows its text.
export function body(reply) {
  return (BODIES[reply.type] ?? (({ text }) => paragraphs(text)))(reply);
}

// What to say under the title of a button: the hint of an answer, the introduction of a procedure.
export function hint(reply, title) {
  const choices = [...(reply.options ?? []), ...(reply.procedures ?? [])];
  const choice = choices.find((one) => (one.label ?? one.title) === title);
  return choice?.hint ?? choice?.intro ?? "";
}
