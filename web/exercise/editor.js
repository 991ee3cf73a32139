/* The editor: Python in colours, line numbers, indentation by Tab. It comes when a reader first goes to the text. */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/* The colours of the other code on the page, light and dark: they are variables of the theme. */
const colour = (name) => `var(--md-code-hl-${name}-color)`;

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], color: colour("keyword") },
  { tag: [tags.number, tags.bool, tags.null], color: colour("number") },
  { tag: tags.string, color: colour("string") },
  { tag: [tags.comment, tags.docString], color: colour("comment") },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], color: colour("function") },
  { tag: [tags.operator, tags.derefOperator], color: colour("operator") },
  { tag: tags.punctuation, color: colour("punctuation") },
]);

/**
 * Put an editor in the place of a textarea.
 *
 * @param {HTMLTextAreaElement} area its text, its selection and its names are taken over
 * @param {{typed: (text: string) => void, check: () => void}} tell
 */
export function edit(area, { typed, check }) {
  const attributes = { tabindex: "0" }; // as every text field has it, for programs that look for one
  for (const name of ["aria-label", "aria-describedby"]) attributes[name] = area.getAttribute(name);
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      selection: { anchor: area.selectionStart, head: area.selectionEnd },
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (check(), true) }])),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        [lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine()],
        [python(), indentUnit.of("    "), bracketMatching(), closeBrackets(), syntaxHighlighting(colours)],
        EditorView.contentAttributes.of(attributes),
        EditorView.updateListener.of((update) => update.docChanged && typed(update.state.doc.toString())),
      ],
    }),
  });
  const focused = document.activeElement === area;
  area.replaceWith(view.dom);
  if (focused) view.focus();
  return {
    get: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (line, message) => view.dispatch(setDiagnostics(view.state, found(view.state.doc, line, message))),
  };
}

/** The place of an error: its line without the indentation. */
function found(doc, line, message) {
  if (!line || line > doc.lines) return [];
  const { from, to, text } = doc.line(line);
  return [{ from: Math.min(from + text.search(/\S|$/), to), to, severity: "error", message }];
}
