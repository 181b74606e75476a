// <wegwijzer-chat>: the wegwijzer on any page, as a launcher with a panel or, with `inline`, in the page.
//
// Attributes: server (address of the wegwijzer; otherwise where this module comes from), municipality,
// lang (nl, nl-BE), group (ondernemer, ambtenaar), title, open, inline, autofocus (with inline).

import { Conversation, Memory } from "./wegwijzer-conversation.js";
import { Talk } from "./wegwijzer-talk.js";
import { countDown, frame, Log, styles } from "./wegwijzer-view.js";

const WATCH_EVERY = 15_000; // milliseconds
const FILLS_THE_SCREEN = "(max-width: 30em), (max-height: 30em)";

class WegwijzerChat extends HTMLElement {
  static observedAttributes = ["open", "title"];

  #parts = null;
  #talk;
  #memory;
  #hasAppeared = false;
  #watching;
  #small = matchMedia(FILLS_THE_SCREEN);
  #onSmall = () => this.#fit();
  #onTime = () => this.#talk.watch().then(() => this.#update());

  get server() {
    const given = this.getAttribute("server");
    return given ? new URL("/chat/", given) : new URL("./", import.meta.url);
  }

  get language() {
    return /^nl(-[a-z]{2})?$/i.test(this.lang) ? this.lang : "nl";
  }

  get group() {
    return this.getAttribute("group");
  }

  get municipality() {
    return this.getAttribute("municipality");
  }

  get isInline() {
    return this.hasAttribute("inline");
  }

  open() {
    this.setAttribute("open", "");
  }

  close() {
    this.removeAttribute("open");
  }

  connectedCallback() {
    if (!this.#parts) this.#build();
    this.#watching = setInterval(this.#onTime, WATCH_EVERY);
    document.addEventListener("visibilitychange", this.#onTime);
    this.#small.addEventListener("change", this.#onSmall);
  }

  disconnectedCallback() {
    clearInterval(this.#watching);
    document.removeEventListener("visibilitychange", this.#onTime);
    this.#small.removeEventListener("change", this.#onSmall);
  }

  attributeChangedCallback(name) {
    if (!this.#hasAppeared) return;
    if (name === "title") this.#name();
    else if (this.isInline) return;
    else if (this.hasAttribute("open")) this.#show(true);
    else this.#hide();
  }

  #build() {
    const { sheets, ready } = styles();
    this.#parts = frame(this);
    this.#memory = new Memory();
    this.#talk = new Talk(new Log(this.#parts, this), this.#memory, new Conversation(this.server), this);
    this.#name();
    this.#listen();
    this.attachShadow({ mode: "open" }).append(...sheets, this.#parts.shell);
    ready.then(() => this.#appear());
  }

  #name() {
    this.#parts.heading.textContent = this.getAttribute("title") || "Wegwijzer";
    this.#parts.shell.lang = this.language;
  }

  #listen() {
    const { form, field, panel } = this.#parts;
    field.value = this.#memory.kept.draft;
    field.oninput = () => this.#draft();
    field.onkeydown = (event) => this.#onEnter(event);
    form.onsubmit = (event) => this.#submit(event);
    panel.onkeydown = (event) => this.#onEscape(event);
    // The browser may close it as well, with the back gesture of a phone.
    panel.onclose = () => !panel.open && this.close();
  }

  #appear() {
    const { shell, field } = this.#parts;
    shell.hidden = false;
    if (this.isInline) this.#wait(this.#talk.load(), this.autofocus);
    else this.toggleAttribute("open", this.#memory.kept.isOpen ?? this.hasAttribute("open"));
    this.#hasAppeared = true;
    countDown(this.#parts);
    if (!this.isInline && this.hasAttribute("open")) this.#show(false);
  }

  // A page that opens with the panel keeps its own focus, unless it is covered.
  #show(takesFocus) {
    const { launcher, panel, field, heading } = this.#parts;
    this.#wait(this.#talk.load(), false);
    launcher.hidden = true;
    this.#memory.keep({ isOpen: true });
    if (this.#small.matches) panel.showModal();
    else panel.open = true;
    if (takesFocus) field.focus();
    else if (this.#small.matches) heading.focus();
  }

  #hide() {
    const { launcher, panel } = this.#parts;
    panel.close();
    launcher.hidden = false;
    this.#memory.keep({ isOpen: false });
    const active = this.getRootNode().activeElement;
    if (!active || active === this || active === document.body) launcher.focus();
  }

  // Between beside the page and over it, when the window changes.
  #fit() {
    const { panel } = this.#parts;
    if (this.isInline || !panel.open) return;
    const active = this.shadowRoot.activeElement;
    panel.close();
    this.#show(false);
    active?.focus();
  }

  #draft() {
    countDown(this.#parts);
    this.#memory.keep({ draft: this.#parts.field.value });
  }

  #onEnter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#parts.form.requestSubmit();
  }

  #onEscape(event) {
    if (event.key !== "Escape") return;
    const isAsking = !this.#parts.confirm.hidden;
    if (!isAsking && this.isInline) return;
    event.preventDefault();
    if (isAsking) this.confirm(false);
    else this.close();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#parts.field.value.trim();
    if (!text) return;
    this.#write("");
    this.ask({ title: text, text });
  }

  #write(text) {
    this.#parts.field.value = text;
    this.#draft();
  }

  // A text that was refused can be changed, unless something new was typed already.
  giveBack({ text }) {
    if (text && !this.#parts.field.value) this.#write(text);
  }

  ask({ title, text, payload }, button) {
    this.#wait(this.#talk.ask({ title, text, payload }, button));
  }

  retry(message, node) {
    this.#wait(this.#talk.retry(message, node));
  }

  // On a phone the keyboard would cover the answer.
  async #wait(work, takesFocus = !matchMedia("(hover: none)").matches) {
    if (takesFocus) this.#parts.field.focus({ preventScroll: true });
    await work;
    this.#update();
  }

  #update() {
    this.#parts.restart.hidden = this.#talk.log.isEmpty;
  }

  confirm(isAsking) {
    const { confirm, yes, restart } = this.#parts;
    confirm.hidden = !isAsking;
    (isAsking ? yes : restart).focus();
  }

  async restart() {
    const { confirm, field } = this.#parts;
    confirm.hidden = true;
    field.focus();
    await this.#talk.restart();
    this.#write("");
    this.#update();
  }
}

customElements.define("wegwijzer-chat", WegwijzerChat);
