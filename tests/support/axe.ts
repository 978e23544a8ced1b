import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type Rules = { readonly type: 'tag' | 'rule'; readonly values: readonly string[] };
/** WCAG 2.2 AA and what axe holds for good practice. */
export const ALL_RULES: Rules = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
export const COLOUR_RULES: Rules = { type: 'rule', values: ['color-contrast'] };

type Found = { id: string; nodes: { target: string[]; failureSummary: string }[] };

/** What axe finds wrong with a page as it is now; as one line each. */
export async function axeFaults(page: Page, rules: Rules = ALL_RULES): Promise<string[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(SOURCE);
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] });
  const { violations } = (await page.evaluate(`axe.run(document, ${options})`)) as { violations: Found[] };
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`),
  );
}
