/** Cut at a whole character; control characters have no place in a request. */
export function cutToBytes(text: string, bytesMost: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of plain(text)) {
    bytes += Buffer.byteLength(character);
    if (bytes > bytesMost) break;
    cut += character;
  }
  return cut.trimEnd();
}

/** The same, for fields that are counted in characters. */
export function cutToCharacters(text: string, charactersMost: number): string {
  return [...plain(text)].slice(0, charactersMost).join('').trimEnd();
}

function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim();
}
