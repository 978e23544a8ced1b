import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Translate } from './dictionary';
import { LANGUAGES, type Language, preferredLanguage, rememberLanguage } from './languages';

async function addDictionary(language: Language) {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  i18next.addResourceBundle(language, 'translation', await LANGUAGES[language].load());
}

/** Loads the person's language before anything is drawn. */
export async function startI18n() {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await LANGUAGES[language].load() } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** Changes the language on the spot; its dictionary is fetched the first time. */
export async function changeLanguage(language: Language) {
  await addDictionary(language);
  await i18next.changeLanguage(language);
  rememberLanguage(language);
  document.documentElement.lang = language;
}

export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}

/** `t` whose keys are checked against the English dictionary. */
export function useT(): Translate {
  const { t } = useTranslation();
  return useCallback<Translate>((key, values) => t(key as string, values ?? {}), [t]);
}

/** The word for what the server names: the dictionary may not know it, then it is shown as it came. */
export function useWord(): (key: string, otherwise: string) => string {
  const { t, i18n } = useTranslation();
  return useCallback((key, otherwise) => (i18n.exists(key) ? t(key) : otherwise), [t, i18n]);
}

/** The same for code outside components. */
export const translate: Translate = (key, values) => i18next.t(key as string, values ?? {});
