import { BrokenFileError } from '../zip/read';

/** What becomes of an XML document as it is read: elements by their names without prefix, and the texts in them. */
export type XmlHandler = {
  /** `attributes` as they are written; `attribute` reads one. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
};

/** Characters of a tag, a comment or a text: a cell has 32,767, and each may be written with several. */
const LONGEST_PART = 512 * 1024;
const DEEPEST = 64;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads the XML of spreadsheets, piece by piece: elements, texts, CDATA; comments and instructions are skipped. A document type
 * is refused, and with it every entity but XML's own five: nothing outside of the document is ever looked at.
 */
export class XmlReader {
  #rest = '';
  readonly #open: string[] = [];

  constructor(private readonly handler: XmlHandler) {}

  write(piece: string): void {
    const all = this.#rest + piece;
    let at = 0;
    for (;;) {
      const end = this.#take(all, at);
      if (end === undefined) break;
      at = end;
    }
    this.#rest = all.slice(at);
    if (this.#rest.length > LONGEST_PART) throw broken('a part of it does not end');
  }

  end(): void {
    if (this.#rest.trim() !== '' || this.#open.length > 0) throw broken('it ends in the middle');
  }

  /** Handles what begins at `at`; where it ends, or undefined when more must be read first. */
  #take(all: string, at: number): number | undefined {
    const start = all.indexOf('<', at);
    // A text that goes on may end within an entity: it waits for the tag behind it.
    if (start === -1) return undefined;
    if (start > at) {
      if (this.#open.length > 0) this.handler.text(decoded(all.slice(at, start)));
      return start;
    }
    const next = all.charAt(at + 1);
    if (next === '') return undefined;
    if (next === '!') return this.#special(all, at);
    const end = tagEnd(all, at);
    if (end === -1) return undefined;
    if (next !== '?') this.#tag(all.slice(at + 1, end));
    return end + 1;
  }

  #special(all: string, at: number): number | undefined {
    if (all.startsWith('<!--', at)) return after(all, '-->', at + 4);
    if (all.startsWith('<![CDATA[', at)) {
      const end = all.indexOf(']]>', at);
      if (end === -1) return undefined;
      this.handler.text(all.slice(at + 9, end));
      return end + 3;
    }
    if ('<![CDATA['.startsWith(all.slice(at, at + 9)) || '<!--'.startsWith(all.slice(at, at + 4))) return undefined;
    throw broken('it has a document type');
  }

  #tag(tag: string): void {
    if (tag.startsWith('/')) {
      const name = localName(tag.slice(1).trim());
      if (this.#open.pop() !== name) throw broken('its tags do not fit');
      this.handler.close(name);
      return;
    }
    const isEmpty = tag.endsWith('/');
    const inner = isEmpty ? tag.slice(0, -1) : tag;
    const space = inner.search(/\s/);
    const name = localName(space === -1 ? inner : inner.slice(0, space));
    this.handler.open(name, space === -1 ? '' : inner.slice(space).replace(/[\t\r\n]/g, ' '));
    if (isEmpty) this.handler.close(name);
    else if (this.#open.push(name) > DEEPEST) throw broken('it is too deep');
  }
}

/** The value of an attribute, with its entities; undefined where it is not. */
export function attribute(attributes: string, name: string): string | undefined {
  const found = attributes.indexOf(` ${name}="`);
  if (found === -1) return attributes.includes("'") ? singleQuoted(attributes, name) : undefined;
  const start = found + name.length + 3;
  return decoded(attributes.slice(start, attributes.indexOf('"', start)));
}

function singleQuoted(attributes: string, name: string): string | undefined {
  const start = attributes.indexOf(` ${name}='`);
  if (start === -1) return undefined;
  const from = start + name.length + 3;
  return decoded(attributes.slice(from, attributes.indexOf("'", from)));
}

/** The end of the tag that begins at `at`: in quotes there may be a `>`, too. */
function tagEnd(all: string, at: number): number {
  let quotes = 0;
  for (let from = at, end = all.indexOf('>', at); ; end = all.indexOf('>', from)) {
    if (end === -1) return -1;
    for (let n = from; n < end; n += 1) if (all.charCodeAt(n) === 34) quotes += 1;
    if (quotes % 2 === 0) return end;
    from = end + 1;
  }
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function after(all: string, mark: string, from: number): number | undefined {
  const found = all.indexOf(mark, from);
  return found === -1 ? undefined : found + mark.length;
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,12});?/g, (whole, entity: string) => {
    if (!whole.endsWith(';')) throw broken('it has a sign that is none');
    const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
    if (entity.startsWith('#') && code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    const known = ENTITIES[entity];
    if (known === undefined) throw broken('it names something outside of itself');
    return known;
  });
}

const broken = (why: string) => new BrokenFileError(`This is no XLSX file that can be read: ${why}.`);
