-- DropTable
DROP TABLE "item_image_files";

-- DropTable
DROP TABLE "item_images";
