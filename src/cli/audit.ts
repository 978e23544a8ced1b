import { type Command, InvalidArgumentError } from 'commander';
import type { ListOptions, SealOptions } from './auditActions';
import { EXIT_CODES, readingCommand, run } from './usage';

type Json = { readonly json?: true };

const COMPANY_IS = 'its slug or its id';
const DAY_MS = 86_400_000;

/** `lavoro audit list|seal|verify`: who did what in a company, and the proof that nobody has changed that since. */
export function addAuditCommand(program: Command): void {
  const audit = program
    .command('audit')
    .description('the audit logs of companies: reads, seals and verifies them')
    .addHelpText('after', EXIT_CODES);
  readingCommand(audit, 'list', 'shows what was done in a company, oldest first')
    .argument('<company>', COMPANY_IS)
    .option('--by <who>', 'only what this user did (e-mail address, phone number or id), or cli:<name>')
    .option('--record <id>', 'only what was done with the record of this id')
    .option('--since <time>', 'from this day or instant on (2026-03-01, 2026-03-01T12:00:00Z)', (text) =>
      moment(text, 0),
    )
    .option('--until <time>', 'through this day, or before this instant', (text) => moment(text, DAY_MS))
    .option('--most <number>', 'the newest so many', wholeNumber, 50)
    .action((company: string, options: Json & ListOptions) =>
      run(options, async () => (await actions()).listAudit(company, options)),
    );
  readingCommand(audit, 'seal', 'seals what was written since the last seal')
    .argument('<company>', COMPANY_IS)
    .option('--anchor-all', 'also anchors older seals that are not anchored: only after verifying')
    .action((company: string, options: Json & SealOptions) =>
      run(options, async () => (await actions()).sealAudit(company, options)),
    );
  readingCommand(audit, 'verify', 'computes all seals anew and names the first row or seal that is not what it was')
    .argument('[company]', `${COMPANY_IS}; all companies when left out`)
    .action((company: string | undefined, options: Json) =>
      run(options, async () => (await actions()).verifyAudit(company)),
    );
}

/** A day in UTC, from its beginning plus `dayMs`, or an instant; as an instant. */
function moment(text: string, dayMs: number): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(text);
  const time = day || instant ? Date.parse(text) : Number.NaN;
  // The 31st of February would be taken for the 3rd of March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10)))
    throw new InvalidArgumentError('It must be like 2026-03-01, or 2026-03-01T12:00:00Z.');
  return new Date(time + (day ? dayMs : 0)).toISOString();
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 99999.');
  return Number(text);
}

// What a command needs is loaded when it runs.
const actions = () => import('./auditActions');
