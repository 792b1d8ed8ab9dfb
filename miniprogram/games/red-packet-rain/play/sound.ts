/**
 * The one short sound of a hit, and a light tap of the phone. Silence is remembered. The platform's
 * own mute switch is obeyed.
 */
const STORAGE_KEY = 'rain-muted';
const SOURCE = '/assets/sounds/coin.wav';
/** So many can ring at once; a single one would cut itself off. */
const VOICES = 3;

export interface HitSound {
  muted(): boolean;
  toggle(): boolean;
  play(): void;
  close(): void;
}

export function createHitSound(): HitSound {
  let muted = wx.getStorageSync(STORAGE_KEY) === true;
  const voices = Array.from({ length: VOICES }, () => {
    const voice = wx.createInnerAudioContext({ useWebAudioImplement: true });
    voice.src = SOURCE;
    voice.volume = 0.5;
    return voice;
  });
  let turn = 0;
  return {
    muted: () => muted,
    toggle() {
      muted = !muted;
      wx.setStorageSync(STORAGE_KEY, muted);
      return muted;
    },
    play() {
      if (muted) return;
      turn = (turn + 1) % VOICES;
      const voice = voices[turn]!;
      voice.stop();
      voice.play();
      wx.vibrateShort({ type: 'light' });
    },
    close() {
      for (const voice of voices) voice.destroy();
    },
  };
}
