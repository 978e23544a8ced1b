-- DropIndex
DROP INDEX "lots_number_idx";
