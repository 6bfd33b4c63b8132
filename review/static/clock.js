// Seconds a person really spent at each field. A pause counts at most IDLE; a hidden page nothing.

const IDLE = 30_000; // ms

export class ActiveClock {
  #spent = new Map();
  #field = null;
  #last = null;

  constructor() {
    for (const kind of ["keydown", "pointerdown", "input", "visibilitychange"]) {
      document.addEventListener(kind, () => this.#tick(), true);
    }
  }

  at(field) {
    this.#tick();
    this.#field = field;
  }

  // Seconds at the field since it was last taken.
  take(field) {
    this.#tick();
    const spent = this.#spent.get(field) ?? 0;
    this.#spent.delete(field);
    return Math.min(3600, Math.round(spent / 10) / 100);
  }

  // What a failed call did not deliver counts on.
  giveBack(field, seconds) {
    this.#spent.set(field, (this.#spent.get(field) ?? 0) + seconds * 1000);
  }

  #tick() {
    const now = performance.now();
    if (this.#field !== null && this.#last !== null) {
      const more = Math.min(now - this.#last, IDLE);
      this.#spent.set(this.#field, (this.#spent.get(this.#field) ?? 0) + more);
    }
    this.#last = document.hidden ? null : now;
  }
}
