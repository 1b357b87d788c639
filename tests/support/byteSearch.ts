import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateRawSync, inflateSync } from 'node:zlib';

/** Something that must not be found, and how it is called when it is. */
export interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What of it is the same in base64 wherever it begins: the characters that depend on nothing around it. */
const base64Forms = (bytes: Buffer): readonly Buffer[] =>
  [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const core = text.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 4) / 3));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')].map((each) => Buffer.from(each));
  });

const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A text in every form in which it could lie somewhere: encodings, escapes, base64, hexadecimal, both Unicode forms. */
export const needlesOf = (text: string): readonly Needle[] => {
  const forms = [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])];
  return forms.flatMap((form) => {
    const utf8 = Buffer.from(form, 'utf8');
    const utf16 = Buffer.from(form, 'utf16le');
    const all: readonly (readonly [string, readonly Buffer[]])[] = [
      ['UTF-8', [utf8]],
      ['UTF-16LE', [utf16]],
      ['UTF-16BE', [Buffer.from(utf16).swap16()]],
      ['base64', base64Forms(utf8)],
      ['base64 of UTF-16', base64Forms(utf16)],
      ['JSON', [Buffer.from(JSON.stringify(form).slice(1, -1)), Buffer.from(escaped(form))]],
      ['hexadecimal', [Buffer.from(utf8.toString('hex')), Buffer.from(utf8.toString('hex').toUpperCase())]],
      ['a URL', [Buffer.from(encodeURIComponent(form))]],
    ];
    return all.flatMap(([name, bytes]) => bytes.map((each) => ({ name: `${text} as ${name}`, bytes: each })));
  });
};

/** Bytes that are no text, such as a key: raw, in hexadecimal, in base64. */
export const needlesOfBytes = (name: string, bytes: Buffer): readonly Needle[] => [
  { name, bytes },
  { name: `${name} as hexadecimal`, bytes: Buffer.from(bytes.toString('hex')) },
  ...base64Forms(bytes).map((each) => ({ name: `${name} as base64`, bytes: each })),
];

/** Where the deflated bytes of a gzip member begin (RFC 1952: ten bytes, then a name if it says so). */
const afterGzipHead = (bytes: Buffer, at: number): number =>
  ((bytes[at + 3] ?? 0) & 8) === 0 ? at + 10 : bytes.indexOf(0, at + 10) + 1;

/** What begins as zlib or gzip does and can be inflated, wherever in the bytes it stands. */
const inflated = function* (bytes: Buffer): Generator<Buffer> {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
    const isZlib = first === 0x78 && ((first << 8) | second) % 31 === 0;
    const isGzip = first === 0x1f && second === 0x8b;
    if (!isZlib && !isGzip) continue;
    try {
      const plain = isGzip
        ? inflateRawSync(bytes.subarray(afterGzipHead(bytes, at)), options)
        : inflateSync(bytes.subarray(at), options);
      if (plain.length > 0) yield plain;
    } catch {
      // It only looked like one.
    }
  }
};

/** Names of the needles that stand in these bytes, or in what they hold compressed. */
export const foundIn = (bytes: Buffer, needles: readonly Needle[]): readonly string[] => {
  const found = new Set<string>();
  const look = (place: Buffer): void => {
    for (const needle of needles) if (place.includes(needle.bytes)) found.add(needle.name);
  };
  look(bytes);
  for (const plain of inflated(bytes)) look(plain);
  return [...found];
};

/** Every file below the folders. */
export const filesUnder = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );

/** What stands where, in every byte of every file below the folders. */
export const foundUnder = (needles: readonly Needle[], ...folders: readonly string[]): readonly string[] =>
  filesUnder(...folders).flatMap((file) =>
    foundIn(readFileSync(file), needles).map((name) => `${file}: ${name}`),
  );
