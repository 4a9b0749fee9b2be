package io.memberflow.sheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Reads the one sheet of a workbook. Nothing in it is computed. */
final class XlsxSheet {
    private final XSSFSheet sheet;
    private final List<SheetProblem> problems;

    private XlsxSheet(XSSFSheet sheet, List<SheetProblem> problems) {
        this.sheet = sheet;
        this.problems = problems;
    }

    static Sheet read(byte[] bytes, List<SheetProblem> problems) {
        try (XSSFWorkbook workbook =
                new XSSFWorkbook(new ByteArrayInputStream(Workbook.inspect(bytes)))) {
            if (workbook.getNumberOfSheets() != 1) {
                throw new Workbook.Unreadable(
                        "文件里有 " + workbook.getNumberOfSheets() + " 张工作表，要正好一张。请拆成几个文件。",
                        "The file has "
                                + workbook.getNumberOfSheets()
                                + " sheets; it takes exactly one. Split it into files.");
            }
            return new XlsxSheet(workbook.getSheetAt(0), problems).read();
        } catch (Workbook.Unreadable e) {
            problems.add(e.problem());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The library names parts of the file in its messages; the reason helps nobody here.
            problems.add(
                    new SheetProblem(
                            1,
                            1,
                            "这个 xlsx 文件无法打开。请用表格软件另存一份，不要加密。",
                            "This xlsx file cannot be opened. Save it anew from a spreadsheet"
                                    + " program, without a password."));
        }
        return new Sheet(List.of());
    }

    private Sheet read() {
        if (sheet.getLastRowNum() >= Sheet.MAX_ROWS) {
            problems.add(Sheet.tooManyRows());
            return new Sheet(List.of());
        }
        List<List<Sheet.Cell>> rows = new ArrayList<>();
        for (int row = 0; row <= sheet.getLastRowNum(); row++) {
            rows.add(row(row));
        }
        for (CellRangeAddress region : sheet.getMergedRegions()) {
            merge(region, rows);
        }
        return new Sheet(rows);
    }

    private List<Sheet.Cell> row(int number) {
        XSSFRow row = sheet.getRow(number);
        List<Sheet.Cell> cells = new ArrayList<>();
        if (row != null && row.getLastCellNum() > Sheet.MAX_COLUMNS) {
            problems.add(Sheet.tooManyColumns(number + 1));
        } else if (row != null) {
            for (int column = 0; column < row.getLastCellNum(); column++) {
                XSSFCell cell = row.getCell(column);
                cells.add(new Sheet.Cell(cell == null ? "" : text(cell).strip(), Sheet.ALONE));
            }
        }
        return cells;
    }

    private String text(XSSFCell cell) {
        int row = cell.getRowIndex() + 1;
        int column = cell.getColumnIndex() + 1;
        CellType type = cell.getCellType();
        if (type == CellType.FORMULA || isFormulaText(cell)) {
            problems.add(Sheet.formula(row, column));
            return "";
        } else if (type == CellType.ERROR) {
            problems.add(
                    new SheetProblem(
                            row, column, "这一格是错误值。请改正。", "This cell holds an error. Correct it."));
            return "";
        } else if (type == CellType.BOOLEAN) {
            return String.valueOf(cell.getBooleanCellValue());
        } else if (type == CellType.NUMERIC) {
            return number(cell);
        }
        return cell.getStringCellValue();
    }

    private static boolean isFormulaText(XSSFCell cell) {
        return cell.getCellType() == CellType.STRING
                && cell.getStringCellValue().strip().startsWith("=");
    }

    private static String number(XSSFCell cell) {
        if (DateUtil.isCellDateFormatted(cell)
                && cell.getLocalDateTimeCellValue().toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return cell.getLocalDateTimeCellValue().toLocalDate().toString();
        }
        return BigDecimal.valueOf(cell.getNumericCellValue()).stripTrailingZeros().toPlainString();
    }

    /** In the first row of a merged region, all its cells say what the first one says. */
    private static void merge(CellRangeAddress region, List<List<Sheet.Cell>> rows) {
        int from = region.getFirstColumn();
        List<Sheet.Cell> row =
                region.getFirstRow() < rows.size() ? rows.get(region.getFirstRow()) : List.of();
        if (from < row.size()) {
            String text = row.get(from).text();
            int to = Math.min(region.getLastColumn(), Sheet.MAX_COLUMNS - 1);
            for (int column = from; column <= to; column++) {
                Sheet.Cell cell = new Sheet.Cell(text, from);
                if (column < row.size()) {
                    row.set(column, cell);
                } else {
                    row.add(cell);
                }
            }
        }
    }
}
