import { ApiError } from '@web/http/problem';
import type { TextKey, Translate } from '@web/i18n/dictionary';

type Told = { title: string; text: string | undefined; request: string | undefined };

/** Their title says it all; what the server adds would only repeat it. */
const SELF_EVIDENT = new Set<string>(['INVALID_CREDENTIALS', 'VALIDATION_FAILED', 'COMPANY_CHANGED']);
const EXPLAINED = new Set<string>(['FORBIDDEN', 'NOT_FOUND', 'INTERNAL', 'UNAVAILABLE', 'UNREACHABLE']);

/** An error in words. For codes with no sentence of ours, the server's own says what happened. */
export function problemText(error: unknown, t: Translate): Told {
  if (!(error instanceof ApiError)) {
    return { title: t('problems.INTERNAL'), text: t('problemTexts.crashedText'), request: undefined };
  }
  // A password asked for by the way is a field like others: the sentence of the sign-in would not fit.
  const named = error.code === 'INVALID_CREDENTIALS' && error.errors.length > 0 ? 'VALIDATION_FAILED' : error.code;
  const title = t(`problems.${named}` as TextKey);
  if (SELF_EVIDENT.has(error.code)) return { title, text: undefined, request: undefined };
  const own = EXPLAINED.has(error.code) ? t(`problemTexts.${error.code}` as TextKey) : error.message;
  return {
    title,
    text: own === '' || own === title ? undefined : own,
    request: error.requestId === null ? undefined : t('problemTexts.request', { id: error.requestId }),
  };
}
