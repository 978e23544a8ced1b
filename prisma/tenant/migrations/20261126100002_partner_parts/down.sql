-- DropTable
DROP TABLE "partner_terms";

-- DropTable
DROP TABLE "partner_bank_accounts";

-- DropTable
DROP TABLE "partner_certificates";

-- DropTable
DROP TABLE "partner_addresses";

-- DropTable
DROP TABLE "partner_contacts";
