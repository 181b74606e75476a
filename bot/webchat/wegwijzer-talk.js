// Keeps the log, the server and what this tab remembers in step.

import { IDLE, NotSent, newMessage } from "./wegwijzer-conversation.js";
import { apology, greeting, starters } from "./wegwijzer-replies.js";

const WARN_AT = IDLE - 2 * 60_000;
const SOON_FORGOTTEN = "Dit gesprek wordt over 2 minuten gewist. Typ iets als u verder wilt.";
const FORGOTTEN = "U hebt 30 minuten niets gestuurd. Het gesprek is gewist.";

// What comes of asking the server; undefined when it could not be asked.
async function tried(work, onFailure) {
  try {
    return await work;
  } catch (problem) {
    if (!(problem instanceof NotSent)) throw problem;
    onFailure(problem);
  }
}

export class Talk {
  #queue = Promise.resolve();
  #loaded = null;
  #isWarned = false;

  constructor(log, memory, conversation, page) {
    Object.assign(this, { log, memory, conversation, page });
    this.town = { phone: memory.kept.phone };
  }

  get context() {
    return { lang: this.page.language, server: this.conversation.server, phones: [this.town.phone] };
  }

  load() {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  async #load() {
    this.log.node.ariaBusy = true;
    this.#greet();
    await this.#finish();
    const failed = () => this.log.add("notice trouble", apology(this.town));
    const told = await tried(this.conversation.load(this.page.municipality), failed);
    if (told) this.#recall(told);
    this.memory.kept.unsent.forEach((message) => this.log.fail(this.log.say(message.title), message));
    this.log.node.ariaBusy = false;
    this.log.showLast();
  }

  #greet() {
    this.log.clear();
    this.log.add("greeting", greeting(this.town), { options: starters(this.page.group) });
  }

  // A message that was on its way when the page was left: the server handles it once.
  async #finish() {
    for (const message of this.memory.kept.unsent.filter(({ reason }) => !reason)) {
      const replies = await tried(this.#post(message), (problem) => this.#keep(message, problem));
      if (replies) this.memory.remove(message);
    }
  }

  #recall({ messages, town }) {
    this.town = town;
    this.memory.keep({ phone: town.phone });
    this.#greet();
    for (const { from, text, reply } of messages) {
      if (from === "user") this.log.say(text);
      else this.log.answer([reply], this.context);
    }
    if (messages.length && !this.memory.kept.at) this.memory.touch();
    const last = messages.findLast(({ from }) => from === "user");
    // Of what seems unsent, only the answer got lost.
    this.memory.kept.unsent.filter(({ title }) => title === last?.text).forEach((one) => this.memory.remove(one));
  }

  async ask(content, pressed) {
    await this.load();
    const message = newMessage(content);
    this.memory.add(message);
    this.memory.touch();
    const node = this.log.say(message.title, pressed);
    this.log.readFrom(node);
    return this.#inTurn(() => this.#send(message, node));
  }

  retry(message, node) {
    this.log.takeUp(node);
    return this.#inTurn(() => this.#send(message, node));
  }

  #inTurn(work) {
    this.#queue = this.#queue.catch(() => {}).then(work);
    return this.#queue;
  }

  #post(message) {
    return this.conversation.send(message, this.page.municipality);
  }

  async #send(message, node) {
    this.log.type(true);
    const replies = await tried(this.#post(message), (problem) => {
      this.log.fail(node, this.#keep(message, problem));
      this.log.readFrom(node);
      this.log.announce(`Niet verstuurd. ${problem.message}`);
    });
    this.log.type(false);
    if (!replies) return;
    this.memory.remove(message);
    this.memory.touch();
    this.#isWarned = false;
    this.log.answer(replies, this.context);
    this.log.readFrom(node);
    this.log.announceReplies(replies);
  }

  #keep(message, { message: reason, canRetry }) {
    const failed = { ...message, reason, canRetry };
    if (canRetry) {
      this.memory.add(failed);
    } else {
      this.memory.remove(failed);
      this.page.giveBack(failed);
    }
    return failed;
  }

  restart() {
    const failed = ({ message }) => this.log.note(`Het wissen is niet gelukt. ${message} Probeer het opnieuw.`);
    return this.#inTurn(async () => {
      if (!(await tried(this.conversation.forget(), failed))) return;
      this.memory.forget();
      this.#greet();
      this.log.announce("Het gesprek is gewist.");
    });
  }

  // Nobody sees what was said once the server has forgotten it.
  async watch() {
    if (this.log.isEmpty) return;
    if (this.memory.isIdle) {
      this.memory.forget();
      await (this.#loaded = this.#load());
      if (this.log.isEmpty) this.log.note(FORGOTTEN);
    } else if (this.memory.idleFor >= WARN_AT && !this.#isWarned) {
      this.#isWarned = true;
      this.log.note(SOON_FORGOTTEN);
    }
  }
}
