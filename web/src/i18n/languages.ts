import type { Dictionary } from './dictionary';

/** The languages there are. A new one is a folder beside `en` and a line here. */
export const LANGUAGES = {
  en: { name: 'English', load: async (): Promise<Dictionary> => (await import('./en')).dictionary },
  it: { name: 'Italiano', load: async (): Promise<Dictionary> => (await import('./it')).dictionary },
  hi: { name: 'हिन्दी', load: async (): Promise<Dictionary> => (await import('./hi')).dictionary },
} as const;

export type Language = keyof typeof LANGUAGES;

const KEY = 'lavoro.language';
const isLanguage = (value: string | null | undefined): value is Language => value != null && value in LANGUAGES;

export function preferredLanguage(): Language {
  const stored = localStorage.getItem(KEY);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

export const rememberLanguage = (language: Language) => localStorage.setItem(KEY, language);

/** The person's own variant of the language where the browser names one (en-IN groups 12,34,567.89), else a plain one. */
export function localeOf(language: Language): string {
  const own = navigator.languages.find((tag) => tag.startsWith(`${language}-`));
  return own ?? (language === 'en' ? 'en-GB' : language);
}
