package org.fscensus.rest;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a list in CSV and TSV. Immutable.
 *
 * <p>How a list gets all formats:
 *
 * <ol>
 *   <li>Its JSON has a view of a row, say {@code RowView}. Build a table of that, {@code Table.of(RowView.class)}, with a
 *       column for each field, named as the field and in its order. A field that is an object becomes the columns of its
 *       own table by {@link Builder#nested}: {@code owner.id} is {@code ownerId}. A field that is a list is left out.
 *   <li>Let the resource's method produce {@code MediaType.WILDCARD}, so that the choice is left to
 *       {@link Asked#forList}, which reads the request; the API's description then tells of all formats by itself.
 *   <li>Answer by {@link Replies#list}: with {@link RowList#of} where the rows are in memory, with a {@link RowList} of
 *       its own where they are read as they are written.
 * </ol>
 *
 * @param <T> the view of a row in JSON
 */
final class Table<T> {
    private final Class<T> row;
    private final List<Column<T>> columns;

    private Table(Class<T> row, List<Column<T>> columns) {
        this.row = row;
        this.columns = columns;
    }

    private record Column<T>(String name, Cell<T> cell) {}

    private interface Cell<T> {
        void write(T row, DelimitedLines line) throws IOException;
    }

    /** A field that may have no value. */
    interface Field<T, V> {
        @Nullable V of(T row);
    }

    static <T> Builder<T> of(Class<T> row) {
        return new Builder<>(row);
    }

    /** What a row is in JSON. */
    Class<T> row() {
        return row;
    }

    /** The line of names. */
    void writeNames(DelimitedLines line) throws IOException {
        for (Column<T> column : columns) {
            line.text(column.name());
        }
        line.endLine();
    }

    /** The line of a row. */
    void write(T values, DelimitedLines line) throws IOException {
        for (Column<T> column : columns) {
            column.cell().write(values, line);
        }
        line.endLine();
    }

    /** Adds columns from left to right. */
    static final class Builder<T> {
        private final Class<T> row;
        private final List<Column<T>> columns = new ArrayList<>();

        private Builder(Class<T> row) {
            this.row = row;
        }

        private Builder<T> add(String name, Cell<T> cell) {
            columns.add(new Column<>(name, cell));
            return this;
        }

        Builder<T> text(String name, Field<T, String> field) {
            return add(name, (values, line) -> line.text(field.of(values)));
        }

        Builder<T> number(String name, ToLongFunction<T> field) {
            return add(name, (values, line) -> line.number(field.applyAsLong(values)));
        }

        /** A whole number that may be missing. */
        Builder<T> numberIfAny(String name, Field<T, Long> field) {
            return add(name, (values, line) -> line.number(field.of(values)));
        }

        /** A number between whole ones. */
        Builder<T> real(String name, ToDoubleFunction<T> field) {
            return add(name, (values, line) -> line.number(field.applyAsDouble(values)));
        }

        Builder<T> time(String name, Field<T, Instant> field) {
            return add(name, (values, line) -> line.time(field.of(values)));
        }

        /** The columns of an object within the row, their names behind its own; empty ones where it is missing. */
        <N> Builder<T> nested(String name, Field<T, N> field, Table<N> table) {
            for (Column<N> column : table.columns) {
                String inner = column.name();
                add(name + inner.substring(0, 1).toUpperCase(Locale.ROOT) + inner.substring(1), (values, line) -> {
                    N nested = field.of(values);
                    if (nested == null) {
                        line.text(null);
                    } else {
                        column.cell().write(nested, line);
                    }
                });
            }
            return this;
        }

        Table<T> build() {
            return new Table<>(row, List.copyOf(columns));
        }
    }
}
