// Byte strings interned to small numbers: open addressing over a hash of words, the bytes in one arena, text built when asked for.

const utf8 = new TextDecoder();

export class ByteDictionary {
  #size = 0;
  #slots = new Int32Array(1 << 8).fill(-1);
  #hashes = new Int32Array(1 << 7);
  /** Entry i is arena[offsets[i], offsets[i + 1]). */
  #offsets = new Uint32Array((1 << 7) + 1);
  #arena = new Uint8Array(1 << 12);
  readonly #text: (string | undefined)[] = [];

  get size(): number {
    return this.#size;
  }

  get byteSize(): number {
    return this.#slots.byteLength + this.#hashes.byteLength + this.#offsets.byteLength + this.#arena.byteLength;
  }

  intern(bytes: Uint8Array, offset: number, length: number): number {
    const hash = hashOf(bytes, offset, length);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let entry = slots[slot]!; entry !== -1; entry = slots[slot]!) {
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, offset, length)) return entry;
      slot = (slot + 1) & mask;
    }
    return this.#add(bytes, offset, length, hash, slot);
  }

  bytes(entry: number): Uint8Array {
    return this.#arena.subarray(this.#offsets[entry]!, this.#offsets[entry + 1]!);
  }

  text(entry: number): string {
    const known = this.#text[entry];
    if (known !== undefined) return known;
    const text = utf8.decode(this.bytes(entry));
    this.#text[entry] = text;
    return text;
  }

  #equals(entry: number, bytes: Uint8Array, offset: number, length: number): boolean {
    const at = this.#offsets[entry]!;
    if (this.#offsets[entry + 1]! - at !== length) return false;
    const arena = this.#arena;
    for (let i = 0; i < length; i++) if (arena[at + i] !== bytes[offset + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, offset: number, length: number, hash: number, slot: number): number {
    const entry = this.#size++;
    if (entry === this.#hashes.length) this.#growEntries();
    const at = this.#offsets[entry]!;
    if (at + length > this.#arena.length) {
      const arena = new Uint8Array(Math.max(this.#arena.length * 2, at + length));
      arena.set(this.#arena.subarray(0, at));
      this.#arena = arena;
    }
    this.#arena.set(bytes.subarray(offset, offset + length), at);
    this.#offsets[entry + 1] = at + length;
    this.#hashes[entry] = hash;
    this.#slots[slot] = entry;
    if (this.#size * 2 > this.#slots.length) this.#growSlots();
    return entry;
  }

  #growEntries(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const offsets = new Uint32Array(hashes.length + 1);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = this.#hashes[entry]! & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over words, as its multiplications wait for each other; the tail by bytes. */
function hashOf(bytes: Uint8Array, offset: number, length: number): number {
  const end = offset + length;
  let hash = length | 0;
  let i = offset;
  for (const last = end - 3; i < last; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    // A multiplication carries upwards only: without this, a word's high bits would not reach the low bits of the hash.
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 16777619);
  return hash ^ (hash >>> 15);
}
