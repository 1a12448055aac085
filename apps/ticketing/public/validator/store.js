// The disk of a validator in a browser: IndexedDB, each change in a transaction that is strictly durable. The private
// key lies here as an object of the browser that can sign and cannot be read, by us neither.

const NAME = 'rukh-validator';

export class BrowserStore {
  #database;

  static async open() {
    // Without this a browser that is short of space may throw the queue away.
    await navigator.storage?.persist?.();
    const store = new BrowserStore();
    store.#database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 2);
      request.onupgradeneeded = () => {
        const { objectStoreNames } = request.result;
        const add = (name, options) => {
          if (!objectStoreNames.contains(name)) request.result.createObjectStore(name, options);
        };
        add('taps', { keyPath: 'seq' });
        add('facts');
        // Tickets for one ride that were taken here.
        add('used', { keyPath: 'ticketId' });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return store;
  }

  async read() {
    const [taps, usedTickets, boots, highWaterMark, begunAfter] = await Promise.all([
      this.#ask('taps', (taps) => taps.getAll()),
      this.#ask('used', (used) => used.getAll()),
      this.fact('boots'),
      this.fact('highWaterMark'),
      this.fact('begunAfter'),
    ]);
    const mark = highWaterMark ?? 0;
    return {
      ...{ usedTickets, boots: boots ?? 0, highWaterMark: mark, begunAfter: begunAfter ?? 0 },
      taps: taps.filter(({ seq }) => seq > mark),
      answeredTaps: taps.filter(({ seq }) => seq <= mark),
    };
  }

  fact(name) {
    return this.#ask('facts', (facts) => facts.get(name));
  }

  putFact(name, value) {
    return this.#change(['facts'], (transaction) => transaction.objectStore('facts').put(value, name));
  }

  putTap(tap, used) {
    return this.#change(['taps', 'used'], (transaction) => {
      transaction.objectStore('taps').add(tap);
      if (used !== undefined) transaction.objectStore('used').put(used);
    });
  }

  /**
   * It is that device from now on. A browser that has no journal goes on after the numbers that were given under its name
   * before. Looked and written in one transaction: another tab that gave numbers in between would give them for nothing,
   * and a half of it would give numbers that belong to other taps.
   */
  begin(deviceId, { lastSeq, lastBootId }) {
    return this.#change(['taps', 'facts'], (transaction) => {
      const facts = transaction.objectStore('facts');
      facts.put(deviceId, 'deviceId');
      if (lastSeq === 0) return;
      const mark = facts.get('highWaterMark');
      const taps = transaction.objectStore('taps').count();
      // Answers of one transaction come in the order of its questions.
      taps.onsuccess = () => {
        if ((mark.result ?? 0) > 0 || taps.result > 0) return;
        facts.put(lastBootId, 'boots');
        facts.put(lastSeq, 'highWaterMark');
        facts.put(lastSeq, 'begunAfter');
      };
    });
  }

  putBoot(bootId) {
    return this.putFact('boots', bootId);
  }

  /**
   * Those made about now stay for a while: who rode a moment ago is not to pay again after a restart. A clock that was years
   * ahead for a while keeps none for years.
   */
  forget(highWaterMark, nowMs, recallMs) {
    return this.#change(['taps', 'facts'], (transaction) => {
      transaction.objectStore('facts').put(highWaterMark, 'highWaterMark');
      const answered = transaction.objectStore('taps').openCursor(IDBKeyRange.upperBound(highWaterMark));
      answered.onsuccess = () => {
        const cursor = answered.result;
        if (cursor === null) return;
        if (Math.abs(nowMs - cursor.value.deviceTimeMs) > recallMs) cursor.delete();
        cursor.continue();
      };
    });
  }

  #ask(name, ask) {
    return new Promise((resolve, reject) => {
      const request = ask(this.#database.transaction(name).objectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  #change(names, change) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(names, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
      change(transaction);
    });
  }
}
