/** A heading or a choice in the form in which two spellings of it are the same: `Unità di misura` → `unitadimisura`. */
export function normalised(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
