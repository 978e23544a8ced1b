import { runCommand } from '@/database/commands/run';
import { logTo } from '@/observability/log';
import { examine, type Look } from './looks';

const FINDINGS = 1;
/** Findings of one look that a person is shown; JSON has all. */
const MOST_SHOWN = 50;

/** `lavoro doctor`: prints what it finds, for people or as one JSON document; exit code 1 when something is wrong. */
export async function doctor(format: 'text' | 'json'): Promise<void> {
  // What is logged on the way is found and told below.
  logTo(process.stderr, 'fatal');
  await runCommand(async () => {
    const looks = await examine();
    const healthy = looks.every(({ status }) => status !== 'wrong');
    console.log(format === 'json' ? JSON.stringify({ healthy, checks: looks }, null, 2) : asText(looks));
    if (!healthy) process.exitCode = FINDINGS;
  });
}

/** A line a look, what is wrong below it, the sum at the end. */
function asText(looks: readonly Look[]): string {
  const width = Math.max(...looks.map(({ name }) => name.length));
  const lines = looks.flatMap(({ name, status, says, findings }) => [
    `${status.padEnd(6)} ${name.padEnd(width)}  ${says}`,
    ...findings
      .slice(0, MOST_SHOWN)
      .flatMap(({ sentence, mend }) => [
        `         ${sentence}`,
        ...(mend === null ? [] : [`           mend: ${mend}`]),
      ]),
    ...(findings.length > MOST_SHOWN ? [`         … and ${findings.length - MOST_SHOWN} more: --json shows all.`] : []),
  ]);
  const count = looks.reduce((sum, { findings }) => sum + findings.length, 0);
  const sums = ['All is well.', '1 finding.'];
  return [...lines, '', sums[count] ?? `${count} findings.`].join('\n');
}
