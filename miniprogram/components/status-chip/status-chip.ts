/** A state in one word; the tone only repeats what the word says. Tones: services/sentences.ts. */
Component({
  properties: {
    text: { type: String, value: '' },
    tone: { type: String, value: 'quiet' },
  },
});
