/** Chinese, short, without a code, a hole or an exclamation mark. */
export function expectHumane(sentence: string): void {
  expect(sentence).toMatch(/[\u4e00-\u9fff]/);
  expect(sentence).not.toMatch(/undefined|null|NaN|[A-Z]{3,}|！|!/);
  expect(Array.from(sentence).length).toBeLessThanOrEqual(40);
}
