type Names = readonly (readonly [RegExp, string])[];

/** In this order: each of them claims to be those after it as well. */
const BROWSERS: Names = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: Names = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const nameIn = (names: Names, text: string) => names.find(([pattern]) => pattern.test(text))?.[1];

/** Browser and system by what a browser says of itself; undefined for a program that says something else. */
export function knownDevice(said: string): { browser: string; system: string } | undefined {
  const [browser, system] = [nameIn(BROWSERS, said), nameIn(SYSTEMS, said)];
  return browser && system ? { browser, system } : undefined;
}
