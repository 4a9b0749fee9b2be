/**
 * Decision tables: sheets of rules, as CSV text or as a workbook, checked cell by cell and turned
 * into rule text by Drools' own decision tables.
 */
package io.memberflow.sheet;
