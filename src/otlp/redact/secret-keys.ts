// Which attributes hold secrets, told by their keys: headers of authorization, cookies, tokens, passwords and the like.

/** How the value of a key is looked at. `plain`: only a credential that says by itself what it is. */
export type KeyClass = 'plain' | 'secret' | 'url';

/** Parts of keys between dots, dashes, underscores and changes of case. A number under such a key (`token.count`) is no secret. */
const SECRET =
  /(?:^|[._-])(?:authorization|proxy-authorization|cookies?|set-cookie|passwords?|passwd|pwd|passphrase|secrets?|token|(?:api|access|private|account)[._-]?key|credentials?|jwt|bearer|csrf|xsrf)(?:$|[._-])/;

/** Semantic conventions 1.44, registry url and the former http attributes. */
const URL_KEYS = ['url.full', 'url.original', 'url.query', 'url.path', 'http.url', 'http.target', 'http.referer'];

/** Names of parameters in URLs: of signatures, as the conventions ask to redact them, beside those that are secret as keys. */
const SIGNATURE = /^(?:sig|signature|x-goog-signature|x-amz-signature|awsaccesskeyid|code|key)$/;

export function classOfKey(key: string): KeyClass {
  const parts = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (SECRET.test(parts)) return 'secret';
  return URL_KEYS.includes(key) ? 'url' : 'plain';
}

export function isSecretParameter(name: string): boolean {
  return SIGNATURE.test(name.toLowerCase()) || classOfKey(name) === 'secret';
}

const CLASSES: readonly KeyClass[] = ['plain', 'secret', 'url'];
/** Keys that are remembered, each in the one slot that it may have: a sender that makes one of each value fills nothing. */
const SLOTS = 1 << 11;
/** Longer keys are looked at each time. */
const MOST_BYTES = 64;
const utf8 = new TextDecoder();

/** Remembers what it found of each key: as many bytes as the key has are compared, and no text is made. */
export class SecretKeys {
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #bytes = new Uint8Array(SLOTS * MOST_BYTES);
  readonly #classes = new Uint8Array(SLOTS);

  classOf(bytes: Uint8Array, from: number, to: number): KeyClass {
    return CLASSES[this.#numberOf(bytes, from, to)] ?? 'plain';
  }

  /** As `classOf`, for those who look at each attribute of each span. */
  isPlain(bytes: Uint8Array, from: number, to: number): boolean {
    return this.#numberOf(bytes, from, to) === 0;
  }

  #numberOf(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length === 0) return 0;
    if (length > MOST_BYTES) return this.#look(bytes, from, to);
    // The ends and the middle tell keys of the conventions apart.
    const ends = bytes[from]! | (bytes[to - 1]! << 8) | (bytes[from + (length >> 1)]! << 16);
    const mixed = Math.imul(ends ^ (length << 24) ^ Math.imul(bytes[to - (length >> 2) - 1]!, 0x85ebca6b), 0x9e3779b1);
    const slot = (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
    const known = this.#bytes;
    const at = slot * MOST_BYTES;
    let isSame = this.#lengths[slot] === length;
    for (let i = 0; isSame && i < length; i++) isSame = known[at + i] === bytes[from + i];
    if (isSame) return this.#classes[slot]!;
    const found = this.#look(bytes, from, to);
    known.set(bytes.subarray(from, to), at);
    this.#lengths[slot] = length;
    this.#classes[slot] = found;
    return found;
  }

  #look(bytes: Uint8Array, from: number, to: number): number {
    return CLASSES.indexOf(classOfKey(utf8.decode(bytes.subarray(from, to))));
  }
}
