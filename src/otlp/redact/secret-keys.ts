// Which attributes hold secrets, told by their keys: headers of authorization, cookies, tokens, passwords and the like.

import { ByteDictionary } from '../../base/byte-dictionary.ts';

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
/** Keys are few; a sender that makes one of each value must not fill the memory. */
const MOST_KEYS = 1 << 14;
const utf8 = new TextDecoder();

/** Remembers what it found of each key: a look-up instead of a search. */
export class SecretKeys {
  #keys = new ByteDictionary();
  #classes = new Uint8Array(MOST_KEYS);

  classOf(bytes: Uint8Array, from: number, to: number): KeyClass {
    if (this.#keys.size >= MOST_KEYS) this.#keys = new ByteDictionary();
    const known = this.#keys.size;
    const entry = this.#keys.intern(bytes, from, to - from);
    if (this.#keys.size > known)
      this.#classes[entry] = CLASSES.indexOf(classOfKey(utf8.decode(bytes.subarray(from, to))));
    return CLASSES[this.#classes[entry] ?? 0] ?? 'plain';
  }
}
