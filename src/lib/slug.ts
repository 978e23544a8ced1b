/** A slug from a company's name: `Garment Industries S.p.A.` → `garment-industries-s-p-a`; empty when nothing is left. */
export function slugify(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
}
