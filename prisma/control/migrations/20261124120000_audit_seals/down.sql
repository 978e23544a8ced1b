-- DropTable
DROP TABLE "audit_seals";
