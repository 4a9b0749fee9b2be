/** The analyst's program: one class a command, one place for what it says in two languages. */
package io.memberflow.editor;
