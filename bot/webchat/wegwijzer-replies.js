// What the assistant says (docs/replies.md) as DOM nodes.

import { overview, step, sum } from "./wegwijzer-cards.js";
import {
  card,
  element,
  evidence,
  mailLink,
  nameOf,
  paragraphs,
  phoneLink,
  rows,
  sourceLine,
  unseen,
  webLink,
} from "./wegwijzer-nodes.js";

const FEEDBACK = ["Dit klopt", "Dit klopt niet"];
const STANDINGS = { unconfirmed: "Nog niet bevestigd", expired: "Niet meer bevestigd", external: "Niet de gemeente" };
const HELLO =
  "Goedendag! Ik ben een digitale assistent, geen mens. Vertel in uw eigen woorden wat u zoekt, dan zeg ik bij wie u moet zijn.";
const PRIVACY =
  "Geef geen persoonlijke gegevens. Het gesprek wordt 30 minuten na uw laatste bericht verwijderd.";
const UNREACHABLE = "De wegwijzer is nu niet te bereiken. Probeer het over een paar minuten opnieuw.";
const YOUR_TOWN = "Bel het algemene nummer van uw gemeente.";

const STARTERS = {
  ondernemer: ["Wie gaat er over terrassen?", "Start de routekaart", "Reken mijn social return uit"],
  ambtenaar: ["Welke rol pak ik?", "Start het stappenplan voor gemeenten", "Hoe hoog mag een kleine opdracht zijn?"],
};
STARTERS.everyone = [STARTERS.ondernemer[0], STARTERS.ondernemer[1], STARTERS.ambtenaar[0]];

// -- who to go to

function reach(contact) {
  return [
    ["Telefoon", contact.phone && phoneLink(contact.phone)],
    ["E-mail", contact.email && mailLink(contact.email)],
    ["Website", contact.website && webLink(contact.website, contact.website)],
    ["Adres", contact.address],
    ["Bereikbaar", contact.opening_hours],
  ];
}

function contactCard(reply, lang, { withTopic = true } = {}) {
  const { contact } = reply;
  const because = (reply.because ?? []).map((word) => `‘${word}’`).join(" en ");
  const shown = card(
    nameOf(contact),
    rows([
      ["Let op", contact.advice],
      ["Onderwerp", withTopic && reply.topic?.name],
      ["Naam", contact.person],
      ...reach(contact),
      ["Bevoegdheid", [contact.mandate, contact.limits].filter(Boolean).join(" ")],
      ["Waarom", because && `in uw vraag staat ${because}`],
      ["Bereid voor", reply.prepare],
      ["Bron", evidence(contact, lang)],
    ]),
  );
  const standing = STANDINGS[reply.standing];
  if (standing) shown.prepend(element("p", { className: "badge" }, standing));
  shown.classList.add("who");
  return shown;
}

function contact(reply, context) {
  if (!reply.contact) return said(reply, context);
  return [...paragraphs(reply.text.split("\n")[0], context.phones), contactCard(reply, context.lang)];
}

function plan(reply, { lang }) {
  const nobody = () => element("p", {}, "Hiervoor ken ik geen contact. Bel het algemene nummer.");
  const steps = reply.steps.map((step) =>
    element(
      "li",
      {},
      element("strong", {}, step.topic.name),
      step.contact ? contactCard(step, lang, { withTopic: false }) : nobody(),
    ),
  );
  return [element("p", {}, reply.text.split("\n")[0]), element("ol", { className: "plan" }, ...steps)];
}

// -- the other replies

function said(reply, { phones }) {
  return paragraphs(reply.text, [...phones, reply.contact?.phone, ...(reply.numbers ?? []).map(({ phone }) => phone)]);
}

function otherLines(reply) {
  const shown = [reply.page.title, ...reply.body.split("\n")];
  return reply.text.split("\n").filter((line) => !shown.includes(line) && !line.startsWith("Bron: "));
}

function article(reply, { lang }) {
  const rest = paragraphs(otherLines(reply).join("\n"));
  return [card(reply.page.title, ...paragraphs(reply.body), ...rest, sourceLine(reply, lang))];
}

function example(reply, { lang }) {
  const told = rows([
    ["Wat werkte", reply.worked],
    ["Plaats", reply.place],
    ["Partijen", reply.parties.join(", ")],
  ]);
  return [card(reply.page.title, ...paragraphs(reply.body), told, sourceLine(reply, lang))];
}

function takeaway(reply, { server }) {
  const href = new URL(server);
  href.pathname = reply.print_path; // on the same server, whatever it says
  const page = element("a", { className: "primary", href, target: "_blank", rel: "noopener" });
  page.append("Open uw stappen", unseen(" (nieuw tabblad)"));
  const how = "Daar kunt u de stappen afdrukken of bewaren als pdf.";
  return [...paragraphs(reply.text), element("p", {}, page), element("p", { className: "source" }, how)];
}

function notice(reply, context) {
  if (!reply.code) return said(reply, context);
  const [before, ...after] = reply.text.split(reply.code);
  const code = element("p", { className: "code" }, reply.code);
  return [...paragraphs(before), code, ...paragraphs(after.join(reply.code))];
}

const BODIES = {
  contact,
  contact_plan: plan,
  step,
  role: step,
  overview,
  article,
  example,
  takeaway,
  handover: contact,
  notice,
  sroi_result: sum,
};

// What a reply looks like; a type that is not known here shows its text.
export function body(reply, context) {
  return (BODIES[reply.type] ?? said)(reply, context);
}

function hint(reply, title) {
  const choices = [...(reply.options ?? []), ...(reply.procedures ?? [])];
  const choice = choices.find((one) => (one.label ?? one.title) === title);
  return choice?.hint ?? choice?.intro ?? "";
}

// A subject can be picked at any time; what is about "this step" or "this contact" only now.
function canWait({ options, alternatives, procedures, steps }, title) {
  const subjects = [options, alternatives, procedures, steps?.map(({ topic }) => topic)].flat();
  return title.startsWith("Contact: ") || subjects.some((one) => (one?.name ?? one?.title) === title);
}

export function choices(reply) {
  const buttons = reply.buttons.map(({ title, payload }) => ({
    title,
    payload,
    hint: hint(reply, title),
    isLasting: canWait(reply, title),
    isMain: ["step", "role"].includes(reply.type) && title === "Volgende stap",
  }));
  const examples = (reply.examples ?? []).map((text) => ({ title: text, text, isLasting: true }));
  const isFeedback = ({ title }) => FEEDBACK.includes(title);
  return {
    options: [...buttons.filter((one) => !isFeedback(one)), ...examples],
    feedback: buttons.filter(isFeedback),
  };
}

// -- before anything was asked

function call({ phone, counter }) {
  return phone ? [counter ? `Bel ${counter}: ` : "Bel ", phoneLink(phone), "."] : [YOUR_TOWN];
}

export function greeting(town) {
  const privacy = element("p", { className: "privacy" }, PRIVACY);
  return [element("p", {}, HELLO), privacy, element("p", {}, "Liever een mens spreken? ", ...call(town))];
}

export function starters(group) {
  return (STARTERS[group] ?? STARTERS.everyone).map((text) => ({ title: text, text, isLasting: true }));
}

export function apology(town) {
  return [element("p", {}, UNREACHABLE), element("p", {}, "Kunt u niet wachten? ", ...call(town))];
}
