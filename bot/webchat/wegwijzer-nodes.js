// Small building blocks: DOM nodes from plain values. Nothing is ever put in a page as HTML.

const LINK = /^(tel:|mailto:|https?:\/\/)/i;
const WITHOUT_SCHEME = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/\S*)?$/i;

// A node with its properties; what is no property (such as "aria-label") becomes an attribute.
export function element(name, options = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export function unseen(text) {
  return element("span", { className: "unseen" }, text);
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function link(href, text) {
  return LINK.test(href) ? element("a", { href }, text) : text;
}

export function phoneLink(phone) {
  return link(`tel:${phone.replace(/[^\d+]/g, "")}`, phone);
}

// A mail address may wrap before its host, so that it fits a phone.
export function mailLink(email) {
  const [name, host] = email.split("@");
  const shown = element("a", { href: `mailto:${email}` }, name);
  if (host) shown.append("@", element("wbr"), host);
  return shown;
}

// Sources are often written without https://; what is no web address stays text.
export function webLink(address, text) {
  return link(WITHOUT_SCHEME.test(address) ? `https://${address}` : address, text);
}

export function nameOf(contact) {
  return contact.function ? `${contact.function}, ${contact.unit}` : contact.unit;
}

export function paragraphs(text, phones = []) {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.map((line) => element("p", {}, ...callable(line, phones)));
}

function callable(line, phones) {
  const known = phones.filter((one) => one && line.includes(one)).sort((one, two) => two.length - one.length);
  if (!known.length) return [line];
  const [before, ...after] = line.split(known[0]);
  const rest = (part) => callable(part, known.slice(1));
  return [...rest(before), ...after.flatMap((part) => [phoneLink(known[0]), ...rest(part)])];
}

export function rows(pairs) {
  const told = pairs.filter(([, value]) => value?.length ?? value);
  const row = ([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, ...[value].flat()));
  return told.length ? element("dl", {}, ...told.map(row)) : "";
}

export function card(title, ...children) {
  return element("section", { className: "card" }, element("h3", {}, capital(title)), ...children);
}

export function list(items) {
  return items.length ? element("ul", {}, ...items.map((one) => element("li", {}, one))) : "";
}

// Days come without a time; reading them in UTC keeps them on their day.
export function longDate(iso, lang) {
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}

export function euros(amount, lang) {
  const whole = { style: "currency", currency: "EUR", maximumFractionDigits: 0 };
  return new Intl.NumberFormat(lang, whole).format(amount);
}

// -- where a fact comes from, and how sure it is

const OURS = "eigen uitwerking van de redactie";

export function unsure() {
  return element("strong", { className: "unsure" }, "nog te bevestigen door de gemeente");
}

function joined(parts, between) {
  return parts.flatMap((part, place) => (place ? [between, part] : [part]));
}

export function evidence(fact, lang) {
  const parts = [];
  if (fact.source) parts.push(webLink(fact.source.address ?? "", fact.source.title));
  if (fact.checked_on) parts.push(`gecontroleerd op ${longDate(fact.checked_on, lang)}`);
  if (fact.verification !== "verified") parts.push(unsure());
  return joined(parts, ", ");
}

export function sourceLine(fact, lang) {
  const known = evidence(fact, lang);
  return element("p", { className: "source" }, "Bron: ", ...(known.length ? known : [unsure()]));
}

// A step may rest on several sources, or on our own advice.
export function sourcesLine(sources, verification) {
  const line = (...told) => element("p", { className: "source" }, "Bron: ", ...told);
  if (!sources.length && verification === "editorial") return line(OURS);
  const named = joined(sources.map(({ title, address }) => webLink(address ?? "", title)), "; ");
  const sure = verification === "unverified" ? [named.length ? ", " : "", unsure()] : [];
  return named.length || sure.length ? line(...named, ...sure) : "";
}
