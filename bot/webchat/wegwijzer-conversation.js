// What is said to the server, and what this tab keeps of it over a page load.

export const IDLE = 30 * 60_000; // milliseconds; the server keeps a conversation as long
const PATIENCE = 30_000; // milliseconds; what takes longer is a lost connection
const KEY = "wegwijzer-chat";
const NO_CONNECTION = "Er is geen verbinding.";

export class NotSent extends Error {
  constructor(reason, canRetry) {
    super(reason);
    this.canRetry = canRetry;
  }
}

// A message of its own number is handled once, however often it is sent.
export function newMessage(content) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return { id, ...content };
}

export class Conversation {
  constructor(server) {
    this.server = server;
  }

  load(municipality) {
    return this.#ask(municipality ? `conversation?municipality=${encodeURIComponent(municipality)}` : "conversation");
  }

  async send({ id, text, payload }, municipality) {
    const body = { id, text, payload, municipality: municipality || undefined };
    const { replies } = await this.#ask("messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return replies;
  }

  forget() {
    return this.#ask("conversation", { method: "DELETE" });
  }

  async #ask(path, options = {}) {
    const signal = AbortSignal.timeout(PATIENCE);
    let response;
    let answer;
    try {
      response = await fetch(new URL(path, this.server), { credentials: "include", signal, ...options });
      answer = await response.json();
    } catch {
      // Leaving the page ends a request as well; that page gets no further than here.
      await new Promise((later) => setTimeout(later));
      throw new NotSent(NO_CONNECTION, true);
    }
    if (response.ok) return answer;
    const canRetry = response.status === 429 || response.status >= 500;
    throw new NotSent(answer?.error ?? NO_CONNECTION, canRetry);
  }
}

// Words are kept no longer than the server keeps them.
export class Memory {
  kept = { isOpen: null, draft: "", unsent: [], phone: null, at: 0 };

  constructor() {
    try {
      Object.assign(this.kept, JSON.parse(sessionStorage.getItem(KEY)));
    } catch {
      // a browser that keeps nothing: the chat works without
    }
    if (this.isIdle) this.forget();
  }

  get idleFor() {
    return this.kept.at ? Date.now() - this.kept.at : 0;
  }

  get isIdle() {
    return this.idleFor >= IDLE;
  }

  touch() {
    this.keep({ at: Date.now() });
  }

  keep(changes) {
    Object.assign(this.kept, changes);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.kept));
    } catch {
      // as above
    }
  }

  add(message) {
    this.keep({ unsent: [...this.kept.unsent.filter(({ id }) => id !== message.id), message] });
  }

  remove({ id }) {
    this.keep({ unsent: this.kept.unsent.filter((one) => one.id !== id) });
  }

  forget() {
    this.keep({ draft: "", unsent: [], at: 0 });
  }
}
