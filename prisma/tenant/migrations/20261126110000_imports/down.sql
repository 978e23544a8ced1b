-- Files that were read; what became of them stays.
DROP TABLE "import_progress";
DROP TABLE "import_rows";
DROP TABLE "import_batches";
