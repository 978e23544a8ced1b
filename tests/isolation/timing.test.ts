import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/routes';
import { type Company, makeCompany } from '../support/api';
import { neighbour } from '../support/neighbour';
import { makeRecords, type Records, recordOfPath } from '../support/records';
import { holm, mannWhitney } from '../support/statistics';

const PAIRS = 400;
const LEVEL = 0.01;
const GETS = routes.filter(
  ({ method, path, access }) => method === 'GET' && access === 'tenant' && path.includes('/:'),
);

describe('the time of an answer', () => {
  let company: Company;
  let own: Records;
  beforeAll(async () => {
    company = await makeCompany();
    own = await makeRecords(company.owner);
  });

  /** The p of two addresses, asked in turns; each begins every other pair, so that neither has the other's wake. */
  async function separability(first: string, second: string): Promise<number> {
    const urls = [first, second] as const;
    const times: [number[], number[]] = [[], []];
    for (let pair = -20; pair < PAIRS; pair += 1) {
      for (const index of pair % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const started = performance.now();
        await company.owner.call('GET', urls[index]);
        if (pair >= 0) times[index].push(performance.now() - started);
      }
    }
    return mannWhitney(...times);
  }

  const foreignAgainstNone = (route: (typeof GETS)[number]) =>
    separability(
      route.path.replace(/:\w+/, neighbour.records[recordOfPath(route)].id),
      route.path.replace(/:\w+/, uuidv7()),
    );

  it('A1: should tell a record of another company from none by no route', async () => {
    expect(GETS.length).toBeGreaterThan(6);
    const first = [];
    for (const route of GETS) first.push({ of: route, p: await foreignAgainstNone(route) });
    // One of a hundred runs looks suspicious by chance: what is no chance looks so again.
    const again = [];
    for (const route of holm(first, LEVEL)) again.push({ of: route.path, p: await foreignAgainstNone(route) });
    expect(again.filter(({ p }) => p < LEVEL)).toEqual([]);
  });

  it('A1: should be measured well enough to tell a record that is there from none', async () => {
    const p = await separability(`/inventory/items/${own.item.id}`, `/inventory/items/${uuidv7()}`);
    expect(p).toBeLessThan(LEVEL);
  });
});

describe('the statistics', () => {
  /** Values of a fixed sequence with a long tail, as times of answers have. */
  const sample = (seed: number, shift = 0) =>
    Array.from({ length: PAIRS }, (_, index) => {
      const uniform = (Math.sin(seed * 1000 + index * 12.9898) * 43758.5453) % 1;
      return 1 + shift - Math.log(1 - Math.abs(uniform) * 0.999) / 4;
    });

  it('should call equal samples equal and see a shift of a tenth', () => {
    expect(mannWhitney([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(mannWhitney(sample(1), sample(2))).toBeGreaterThan(0.05);
    expect(mannWhitney(sample(1), sample(2, 0.1))).toBeLessThan(0.0001);
    // SciPy: mannwhitneyu(range(1, 31), [x + 8 for x in range(1, 31)], method='asymptotic')
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    expect(
      mannWhitney(
        numbers,
        numbers.map((value) => value + 8),
      ),
    ).toBeCloseTo(0.00215, 5);
  });

  it('should ask the more of each test the more tests there are', () => {
    expect(
      holm(
        [
          { of: 'a', p: 0.004 },
          { of: 'b', p: 0.5 },
        ],
        0.01,
      ),
    ).toEqual(['a']);
    expect(
      holm(
        [
          { of: 'a', p: 0.006 },
          { of: 'b', p: 0.5 },
        ],
        0.01,
      ),
    ).toEqual([]);
    expect(
      holm(
        [
          { of: 'a', p: 0.009 },
          { of: 'b', p: 0.001 },
        ],
        0.01,
      ),
    ).toEqual(['b', 'a']);
  });
});
