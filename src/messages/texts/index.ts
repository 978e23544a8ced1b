import { en, type Texts } from './en';
import { it } from './it';

export type { MessageText } from './en';

const TEXTS = { en, it } satisfies Record<string, Texts>;

export type MessageLanguage = keyof typeof TEXTS;

/** What messages say in a language. Nobody's is known yet: English. */
export const messageTexts = (language: MessageLanguage = 'en'): Texts => TEXTS[language];
