import { describe, expect, it, vi } from 'vitest';

// The letters of a language are a matter of the browser.
vi.mock('@fontsource-variable/noto-sans-devanagari/wght.css', () => ({}));

type Texts = { readonly [name: string]: string | Texts };

const paths = (texts: Texts, before = ''): [string, string][] =>
  Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [[before + name, text] as [string, string]] : paths(text, `${before}${name}.`),
  );
const gaps = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

/** By its folder: the console has paths of its own for what it imports. */
async function dictionaryOf(folder: string): Promise<Texts> {
  const address = new URL(`../../web/src/i18n/${folder}/index.ts`, import.meta.url).href;
  const { dictionary }: { dictionary: Texts } = await import(address);
  return dictionary;
}

describe.each(['it', 'hi'])('the dictionary of %s', async (folder) => {
  const [english, dictionary] = await Promise.all([dictionaryOf('en'), dictionaryOf(folder)]);
  const texts = new Map(paths(dictionary));

  it('should say in each text what the English one says: a name, a number, a day', () => {
    const differing = paths(english).filter(([path, text]) => {
      const other = texts.get(path);
      return other === undefined || gaps(other).join() !== gaps(text).join();
    });
    expect(differing.map(([path]) => path)).toEqual([]);
  });

  it('should have no text but those, and none that is empty', () => {
    const known = new Set(paths(english).map(([path]) => path));
    expect([...texts.keys()].filter((path) => !known.has(path))).toEqual([]);
    expect([...texts].filter(([, text]) => text.trim() === '').map(([path]) => path)).toEqual([]);
  });
});
