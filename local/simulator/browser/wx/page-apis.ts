import { startPullDownRefresh, stopPullDownRefresh } from '../page/page-scroll';
import { currentPage } from '../page/stack';
import { ApiFailure } from './async-api';

interface ScrollOptions {
  scrollTop?: number;
  selector?: string;
  offsetTop?: number;
  duration?: number;
}

/** What a page does with its own bar, scroll position and pull-down. */
export function pageApis(redraw: () => void) {
  const change = (overrides: Record<string, unknown>) => {
    Object.assign(currentPage()?.overrides ?? {}, overrides);
    redraw();
  };
  return {
    setNavigationBarTitle: ({ title }: { title: string }) => change({ title }),
    setNavigationBarColor: ({
      frontColor,
      backgroundColor,
    }: {
      frontColor?: string;
      backgroundColor?: string;
    }) => change({ frontColor, backgroundColor }),
    showNavigationBarLoading: () => change({ loading: true }),
    hideNavigationBarLoading: () => change({ loading: false }),
    setBackgroundColor: () => {},
    setBackgroundTextStyle: () => {},
    startPullDownRefresh() {
      const page = currentPage();
      if (page) startPullDownRefresh(page);
    },
    stopPullDownRefresh() {
      const page = currentPage();
      if (page) stopPullDownRefresh(page);
    },
    async pageScrollTo({ scrollTop, selector, offsetTop = 0, duration = 300 }: ScrollOptions) {
      const page = currentPage();
      if (!page) throw new ApiFailure('page is not ready');
      const { viewport } = page;
      let top = scrollTop;
      if (top === undefined && selector) {
        const target = page.root.getComponent().getShadowRoot?.()?.querySelector(selector)?.$$;
        if (!target) throw new ApiFailure(`element "${selector}" not found`);
        const offset = target.getBoundingClientRect().top - viewport.getBoundingClientRect().top;
        top = viewport.scrollTop + offset + offsetTop;
      }
      viewport.scrollTo({ top: top ?? 0, behavior: duration === 0 ? 'instant' : 'smooth' });
      await new Promise((done) => setTimeout(done, duration));
    },
  };
}
