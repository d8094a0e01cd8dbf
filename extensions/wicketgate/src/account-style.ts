/**
 * The style of the account page: the colours and fonts of the person's theme, and none of our own. In a theme of high
 * contrast the border is all that makes a link a button.
 */
export const ACCOUNT_STYLE = `
  body {
    padding: 0 20px 16px;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    overflow-wrap: anywhere;
  }
  h1 { margin: 12px 0 2px; font-size: 1.3em; font-weight: 600; }
  h2 { margin: 0 0 4px; font-size: 1em; font-weight: 600; }
  p { margin: 0 0 4px; }
  header p { color: var(--vscode-descriptionForeground); }
  section {
    margin: 12px 0;
    padding: 8px 12px;
    border-left: 3px solid var(--vscode-charts-green);
    background: var(--vscode-textBlockQuote-background);
  }
  section.grace { border-left-color: var(--vscode-editorWarning-foreground); }
  dl { margin: 0 0 16px; }
  dl div { padding: 5px 0; border-bottom: 1px solid var(--vscode-widget-border, transparent); }
  dt { color: var(--vscode-descriptionForeground); font-size: 0.9em; }
  dd { margin: 1px 0 0; }
  nav a {
    display: block;
    margin: 0 0 6px;
    padding: 4px 10px;
    border: 1px solid var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent));
    border-radius: 2px;
    text-align: center;
    text-decoration: none;
    color: var(--vscode-button-secondaryForeground);
    background: var(--vscode-button-secondaryBackground);
  }
  nav a:hover { background: var(--vscode-button-secondaryHoverBackground); }
  nav a:first-child {
    border-color: var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    color: var(--vscode-button-foreground);
    background: var(--vscode-button-background);
  }
  nav a:first-child:hover { background: var(--vscode-button-hoverBackground); }
  nav a:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
`;
