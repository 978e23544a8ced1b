-- CreateTable
CREATE TABLE "item_images" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "item_images_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item_image_files" (
    "image_id" UUID NOT NULL,
    "rendition" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "item_image_files_pkey" PRIMARY KEY ("image_id","rendition")
);

-- CreateIndex
CREATE INDEX "item_images_item_id_created_at_idx" ON "item_images"("item_id", "created_at");

-- AddForeignKey
ALTER TABLE "item_images" ADD CONSTRAINT "item_images_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_image_files" ADD CONSTRAINT "item_image_files_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "item_images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma language cannot say.

ALTER TABLE "item_image_files"
  ADD CONSTRAINT "item_image_files_rendition_check" CHECK ("rendition" IN ('FULL', 'THUMBNAIL')),
  -- WebP is packed already.
  ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
