// The one canvas of the bars: sized in device pixels, placed over the window of rows, painted by paint-bars.

import type { RowWindow } from '../kit/row-window.ts';
import type { Theme } from '../kit/theme.ts';
import { type BarPalette, type BarScene, paintBars } from './paint-bars.ts';

export interface BarCanvas {
  readonly element: HTMLCanvasElement;
  paint(scene: BarScene, window: RowWindow, palette: BarPalette): void;
}

export function createBarCanvas(): BarCanvas {
  const element = document.createElement('canvas');
  element.className = 'bars';
  element.ariaHidden = 'true';
  const context = element.getContext('2d');
  return {
    element,
    paint(scene, window, palette) {
      if (!context) return;
      const ratio = devicePixelRatio;
      const height = (scene.end - scene.first) * scene.rowHeight;
      const deviceWidth = Math.max(1, Math.round(scene.width * ratio));
      const deviceHeight = Math.max(1, Math.round(height * ratio));
      // Assigning a size clears the canvas and allocates anew: only when it differs. It never shrinks in height while
      // scrolling, so that the last rows of a list do not cost an allocation.
      if (element.width !== deviceWidth || element.height < deviceHeight || element.height > deviceHeight * 2) {
        element.width = deviceWidth;
        element.height = deviceHeight;
        element.style.width = `${scene.width}px`;
        element.style.height = `${height}px`;
      }
      element.style.transform = `translateY(${(window.first - window.base) * scene.rowHeight}px)`;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (element.height > deviceHeight) context.clearRect(0, 0, scene.width, element.height / ratio);
      paintBars(context, scene, palette);
    },
  };
}

export function barPalette(theme: Theme): BarPalette {
  const foreground = theme.color('--vscode-foreground', '#808080');
  return {
    services: theme.services,
    error: theme.color('--vscode-charts-red', theme.color('--vscode-errorForeground', '#f14c4c')),
    // A border is calm except in high contrast, where it is there to be seen.
    grid: theme.color(
      theme.highContrast ? '--vscode-editorIndentGuide-background1' : '--vscode-panel-border',
      '#80808040',
    ),
    label: theme.color('--vscode-descriptionForeground', foreground),
    labelInside: theme.color('--vscode-editor-background', '#000000'),
    labelSelected: theme.color('--vscode-list-activeSelectionForeground', foreground),
    font: `11px ${theme.font}`,
  };
}
