import type { Command } from 'commander';
import { EXIT_CODES, readingCommand, run } from './usage';

/** `lavoro stock verify`: the stock of companies, compared with the movements it is the sum of. */
export function addStockCommand(program: Command): void {
  const stock = program
    .command('stock')
    .description('the stock of companies: proves that it is the sum of its movements')
    .addHelpText('after', EXIT_CODES);
  readingCommand(stock, 'verify', 'compares balances, reservations and values with the ledger and names what differs')
    .argument('[company]', 'its slug or its id; all companies when left out')
    .action((company: string | undefined, options: { readonly json?: true }) =>
      run(options, async () => (await import('./stockActions')).verifyStocks(company)),
    );
}
