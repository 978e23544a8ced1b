import { describe, expect, it } from 'vitest';
import { splitIndexes } from '@/database/diff/split';

const ALTER = '-- AlterTable\nALTER TABLE "customers" ADD COLUMN     "colour" TEXT;';
const INDEX = '-- CreateIndex\nCREATE INDEX "customers_colour_idx" ON "customers"("colour");';
const UNIQUE = '-- CreateIndex\nCREATE UNIQUE INDEX "customers_code_key" ON "customers"("code");';
const TABLE =
  '-- CreateTable\nCREATE TABLE "shades" (\n    "id" UUID NOT NULL,\n\n    CONSTRAINT "shades_pkey" PRIMARY KEY ("id")\n);';
const TABLES_INDEX = '-- CreateIndex\nCREATE INDEX "shades_name_idx" ON "shades"("name");';
const DROP_INDEX = '-- DropIndex\nDROP INDEX "customers_colour_idx";';
const DROP_UNIQUE = '-- DropIndex\nDROP INDEX "customers_code_key";';
const DROP_COLUMN = '-- AlterTable\nALTER TABLE "customers" DROP COLUMN "colour";';
const DROP_TABLE = '-- DropTable\nDROP TABLE "shades";';
const sql = (...blocks: string[]) => `${blocks.join('\n\n')}\n`;

describe('a migration that alters a table and indexes it', () => {
  it('should become two, so that building the index holds no reader off', () => {
    expect(
      splitIndexes({
        up: sql(ALTER, TABLE, INDEX, UNIQUE, TABLES_INDEX),
        down: sql(DROP_INDEX, DROP_UNIQUE, DROP_COLUMN, DROP_TABLE),
      }),
    ).toEqual([
      { up: sql(ALTER, TABLE, TABLES_INDEX), down: sql(DROP_COLUMN, DROP_TABLE) },
      { up: sql(INDEX, UNIQUE), down: sql(DROP_INDEX, DROP_UNIQUE) },
    ]);
  });

  it.each([
    ['only indexes', { up: sql(INDEX), down: sql(DROP_INDEX) }],
    ['only alters', { up: sql(ALTER), down: sql(DROP_COLUMN) }],
    ['makes the table that it indexes', { up: sql(ALTER, TABLE, TABLES_INDEX), down: sql(DROP_COLUMN, DROP_TABLE) }],
  ])('should stay one where it %s', (_what, planned) => {
    expect(splitIndexes(planned)).toEqual([planned]);
  });
});
