// The bytes of requests, kept in large allocations: a body is copied in once and never moved. Slabs that are full can be packed,
// the oldest first. Others lie in a file. One that is read is at hand for as long as others are not.

/** Bytes, of a store that is large enough. */
const SLAB_BYTES = 4 << 20;
/** Traces end in several slabs at once: with one alone, every fourth slab would be fresh. */
const SPARE_SLABS = 2;
/** Slabs that are packed or in a file, and whose bytes are at hand: who looks through all has one after another. */
const OPEN_SLABS = 4;
/** What a slab in a file takes, about. */
const STORED_BYTES = 200;

interface Slab {
  /** Undefined while it is packed, or in a file. */
  bytes: Uint8Array | undefined;
  packed: Uint8Array | undefined;
  readonly stored?: StoredBlock;
  readonly firstRow: number;
  used: number;
  /** Rows whose bytes are in here and whose trace is still in the store. */
  live: number;
}

/** Bytes that somebody else keeps, such as a block of a file. */
export interface StoredBlock {
  /** All of them, the same each time; fewer or none where they cannot be had any more. */
  read(): Uint8Array;
}

/** Where a body begins in a block that somebody else keeps. */
export interface PlaceInBlock {
  readonly block: StoredBlock;
  readonly offset: number;
}

/** Bytes in fewer bytes, and back: what went in comes out. */
export interface SlabPacker {
  pack(bytes: Uint8Array): Promise<Uint8Array>;
  unpack(packed: Uint8Array, length: number): Uint8Array;
}

export class Slabs {
  readonly #slabBytes: number;
  readonly #packer: SlabPacker | undefined;
  readonly #slabs: Slab[] = [];
  #byteSize = 0;
  /** Slabs before this one are packed. */
  #nextToPack = 0;
  /** Of packed slabs, those read last. */
  readonly #open: { readonly slab: Slab; readonly bytes: Uint8Array }[] = [];
  /** Slabs that were let go, kept for the next: to touch fresh memory costs more than the copy into it. Not counted. */
  readonly #spare: Uint8Array[] = [];

  constructor(slabBytes = SLAB_BYTES, packer?: SlabPacker) {
    this.#slabBytes = Math.min(slabBytes, SLAB_BYTES);
    this.#packer = packer;
  }

  get byteSize(): number {
    return this.#byteSize + this.#open.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Bytes of full slabs that are not packed. */
  get unpackedSize(): number {
    return Math.max(0, this.#slabs.length - 1 - this.#nextToPack) * this.#slabBytes;
  }

  /** Copies a body whose spans get rows from `firstRow` on; answers with where it begins in its slab. */
  add(body: Uint8Array, firstRow: number, rows: number): number {
    let slab = this.#slabs.at(-1);
    if (!slab?.bytes || slab.used + body.length > slab.bytes.length) {
      // The one that was being filled may have lost all its rows meanwhile: nobody would come to release it again.
      if (slab?.live === 0) this.#letGo(this.#slabs.length - 1);
      const bytes = this.#take(body.length);
      slab = { bytes, packed: undefined, firstRow, used: 0, live: 0 };
      this.#slabs.push(slab);
      this.#byteSize += bytes.length;
    }
    const offset = slab.used;
    slab.bytes!.set(body, offset);
    slab.used += body.length;
    slab.live += rows;
    return offset;
  }

  /** As `add`, of a body that lies in a block: nothing is copied. Bodies of one block come one after another. */
  addStored(block: StoredBlock, firstRow: number, rows: number): void {
    const last = this.#slabs.at(-1);
    if (last?.stored === block) {
      last.live += rows;
      return;
    }
    if (last?.live === 0) this.#letGo(this.#slabs.length - 1);
    this.#slabs.push({ bytes: undefined, packed: undefined, stored: block, firstRow, used: 0, live: rows });
    this.#byteSize += STORED_BYTES;
    // There is nothing in it to pack.
    if (this.#nextToPack === this.#slabs.length - 1) this.#nextToPack++;
  }

  /** The bytes that those of a row are in. */
  of(row: number): Uint8Array {
    const slab = this.#slabs[this.#find(row)];
    return slab ? (slab.bytes ?? this.#opened(slab)) : new Uint8Array(0);
  }

  read(row: number, offset: number, length: number): Uint8Array {
    return this.of(row).subarray(offset, offset + length);
  }

  /** One row left the store; a slab without any is let go, unless it is being filled. */
  release(row: number): void {
    const index = this.#find(row);
    const slab = this.#slabs[index];
    if (!slab) return;
    slab.live--;
    if (slab.live === 0 && index < this.#slabs.length - 1) this.#letGo(index);
  }

  /** Packs the oldest full slab that is not packed; without a packer, or such a slab, nothing is done. */
  async packOldest(): Promise<void> {
    while (this.#slabs[this.#nextToPack]?.stored) this.#nextToPack++;
    const slab = this.#slabs[this.#nextToPack];
    if (!this.#packer || !slab?.bytes || slab === this.#slabs.at(-1)) return;
    const { bytes } = slab;
    const packed = await this.#packer.pack(bytes.subarray(0, slab.used));
    // It may have left meanwhile.
    if (slab.bytes !== bytes || this.#slabs[this.#nextToPack] !== slab) return;
    this.#nextToPack++;
    if (packed.length >= bytes.length) return;
    slab.bytes = undefined;
    // A copy of its own: what a packer gives may be the start of something larger.
    slab.packed = new Uint8Array(packed);
    this.#byteSize += packed.length - bytes.length;
    this.#keep(bytes);
  }

  #opened(slab: Slab): Uint8Array {
    const known = this.#open.find((opened) => opened.slab === slab);
    if (known) return known.bytes;
    const bytes = slab.stored?.read() ?? (slab.packed && this.#packer?.unpack(slab.packed, slab.used));
    if (bytes === undefined) return new Uint8Array(0);
    this.#open.push({ slab, bytes });
    if (this.#open.length > OPEN_SLABS) this.#open.shift();
    return bytes;
  }

  #letGo(index: number): void {
    const [slab] = this.#slabs.splice(index, 1);
    if (!slab) return;
    if (index < this.#nextToPack) this.#nextToPack--;
    const opened = this.#open.findIndex((other) => other.slab === slab);
    if (opened >= 0) this.#open.splice(opened, 1);
    this.#byteSize -= slab.stored ? STORED_BYTES : ((slab.bytes ?? slab.packed)?.length ?? 0);
    if (slab.bytes) this.#keep(slab.bytes);
    // Who is packing it sees that it has left.
    slab.bytes = undefined;
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === this.#slabBytes && this.#spare.length < SPARE_SLABS) this.#spare.push(bytes);
  }

  #take(length: number): Uint8Array {
    return (
      (length <= this.#slabBytes ? this.#spare.pop() : undefined) ?? new Uint8Array(Math.max(this.#slabBytes, length))
    );
  }

  /** The last slab that begins at or before the row: slabs are in the order of their rows. */
  #find(row: number): number {
    let low = 0;
    let high = this.#slabs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#slabs[middle]!.firstRow <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
